// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.syntax.Function;
import java.util.List;

/** What each function takes and gives, and its extractor. */
public final class Functions {
    private Functions() {}

    /**
     * What a function makes of arguments of these types.
     *
     * @param lists which of them may have several values; a list of operands counts as one
     *     argument, a list of {@link FieldType#TEXT}
     */
    public static Signature signature(
            Function function, List<FieldType> types, List<Boolean> lists) {
        String word = function.word() + "() takes ";
        int count = types.size();
        FieldType first = count > 0 ? types.getFirst() : FieldType.DYNAMIC;
        boolean list = count > 0 && lists.getFirst();
        return switch (function) {
            case TOLOWER, TOUPPER, B64, BASENAME ->
                    count == 1 && isBytes(first)
                            ? new Signature.Gives(first, list)
                            : new Signature.Wrong(word + "text");
            case LEN ->
                    count == 1 && (list || isBytes(first))
                            ? new Signature.Gives(FieldType.UNSIGNED, false)
                            : new Signature.Wrong(word + "text or a list");
            case LENGTHS ->
                    count == 1 && isBytes(first)
                            ? new Signature.Gives(FieldType.UNSIGNED, list)
                            : new Signature.Wrong(word + "text");
            case COUNT ->
                    count == 1
                            ? new Signature.Gives(FieldType.UNSIGNED, false)
                            : new Signature.Wrong(word + "one field");
            case JOIN ->
                    count == 2 && !list && hasText(first) && lists.get(1) && hasText(types.get(1))
                            ? new Signature.Gives(FieldType.TEXT, false)
                            : new Signature.Wrong(word + "a separator and a list");
            case CONCAT ->
                    count >= 2
                                    && types.stream().allMatch(FieldType.TEXT::equals)
                                    && !lists.contains(true)
                            ? new Signature.Gives(FieldType.TEXT, false)
                            : new Signature.Wrong(word + "two texts or more, no lists");
            case GETOPT ->
                    count == 2 && isOptions(types, lists)
                            ? new Signature.Gives(FieldType.TEXT, true)
                            : new Signature.Wrong(word + "a list of arguments and the options");
            case OPTION ->
                    count == 3 && isOptions(types, lists)
                            ? new Signature.Gives(FieldType.TEXT, false)
                            : new Signature.Wrong(word + "a list of arguments and the options");
            case LIST ->
                    types.stream().allMatch(Functions::hasText)
                            ? new Signature.Gives(FieldType.TEXT, true)
                            : new Signature.Wrong("a list in a function takes texts and numbers");
            case STRING ->
                    count == 1 && first != FieldType.DYNAMIC
                            ? new Signature.Gives(FieldType.TEXT, list)
                            : new Signature.Wrong(word + "a value that can be written as text");
            case MIN, MAX ->
                    count >= 1
                                    && first != FieldType.DYNAMIC
                                    && types.stream().allMatch(first::equals)
                            ? new Signature.Gives(first, false)
                            : new Signature.Wrong(word + "values of one type");
            case ABS ->
                    count == 1 && isNumber(first)
                            ? new Signature.Gives(first, list)
                            : new Signature.Wrong(word + "a number");
            case VAL ->
                    count == 1
                            ? new Signature.Gives(first, list)
                            : new Signature.Wrong(word + "one field");
        };
    }

    /**
     * Makes the extractor of a function, which belongs to one thread and one place.
     *
     * @param inputs arguments that {@link #signature} found no fault with
     */
    public static <C> Extractor<C> extractor(Function function, List<Input<C>> inputs) {
        if (inputs.isEmpty()) {
            return new TextListExtractor<>(List.of());
        }
        Extractor<C> first = inputs.getFirst().extractor();
        FieldType type = inputs.getFirst().type();
        Taken<C> taken = new Taken<>(inputs.getFirst());
        return switch (function) {
            case TOLOWER, TOUPPER, B64, BASENAME -> new TextFunction<>(function, taken);
            case LEN -> new SizeExtractor<>(taken, inputs.getFirst().list());
            case LENGTHS -> new LengthExtractor<>(first, type);
            case COUNT -> new CountExtractor<>(first, type);
            case JOIN -> new JoinExtractor<>(taken, Taken.all(inputs.subList(1, 2)));
            case CONCAT -> new JoinExtractor<>(null, Taken.all(inputs));
            case GETOPT, OPTION -> new OptionExtractor<>(Taken.all(inputs));
            case LIST -> new TextListExtractor<>(Taken.all(inputs));
            case STRING -> new StringExtractor<>(first, type, NumberFormat.DECIMAL);
            case MIN, MAX ->
                    new ExtremeExtractor<>(
                            inputs.stream().map(Input::extractor).toList(),
                            type,
                            function == Function.MAX);
            case ABS -> new AbsoluteExtractor<>(first, type);
            case VAL -> first;
        };
    }

    private static boolean isOptions(List<FieldType> types, List<Boolean> lists) {
        return types.getFirst() == FieldType.TEXT
                && lists.getFirst()
                && types.get(1) == FieldType.TEXT
                && !lists.get(1);
    }

    private static boolean isBytes(FieldType type) {
        return type == FieldType.TEXT || type == FieldType.BYTES;
    }

    /** Whether a value of a type can be part of a text. */
    private static boolean hasText(FieldType type) {
        return type != FieldType.DOUBLE && type != FieldType.DYNAMIC;
    }

    private static boolean isNumber(FieldType type) {
        return switch (type) {
            case DOUBLE, SIGNED, UNSIGNED, RELATIVE_TIME, ABSOLUTE_TIME -> true;
            default -> false;
        };
    }
}
