// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.explain;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Holding;
import dev.kansoku.filter.match.Net;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import dev.kansoku.filter.syntax.Operand.Slice.Range;
import dev.kansoku.filter.syntax.Operator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One check in words. */
final class Phrases {
    /** How many members of a list are shown. */
    private static final int SHOWN = 8;

    private static final long NANOS = 1_000_000_000L;

    private Phrases() {}

    static String of(Plan check) {
        return switch (check) {
            case Plan.Fixed fixed -> fixed.holds() ? "always" : "never";
            case Plan.Exists exists -> value(exists.value()) + " is there";
            case Plan.Test test ->
                    value(test.value())
                            + holding(test.holding())
                            + condition(test.condition(), test.value().type());
            case Plan.Pair pair ->
                    value(pair.left())
                            + holding(pair.holding())
                            + operator(pair.operator())
                            + " "
                            + value(pair.right());
            case Plan.All _, Plan.Any _, Plan.Either _, Plan.Not _ ->
                    throw new IllegalArgumentException("not a check");
        };
    }

    private static String holding(Holding holding) {
        return switch (holding) {
            case ANY -> " ";
            case ALL -> " all ";
            case NONE -> " none ";
            case NOT_ALL -> " not all ";
        };
    }

    private static String value(Value value) {
        return switch (value) {
            case Value.Field field ->
                    field.argument() == null
                            ? field.definition().name()
                            : field.definition().name() + "[" + field.argument() + "]";
            case Value.Text text -> quoted(text.text());
            case Value.Number number -> number(number.number(), number.type());
            case Value.Applied applied ->
                    applied.function().word()
                            + "("
                            + applied.arguments().stream()
                                    .map(Phrases::value)
                                    .collect(Collectors.joining(", "))
                            + ")";
            case Value.Slice slice ->
                    value(slice.of())
                            + "["
                            + slice.ranges().stream()
                                    .map(Phrases::range)
                                    .collect(Collectors.joining(","))
                            + "]";
            case Value.Calculated calculated ->
                    "{"
                            + value(calculated.left())
                            + " "
                            + calculated.calculation().symbol()
                            + " "
                            + value(calculated.right())
                            + "}";
        };
    }

    private static String range(Range range) {
        return range.length() == Range.TO_END
                ? range.from() + ":"
                : range.from() + ":" + range.length();
    }

    private static String condition(Condition condition, FieldType type) {
        return switch (condition) {
            case Condition.Fixed fixed -> fixed.holds() ? "whatever it is" : "never";
            case Condition.Whole whole ->
                    operator(whole.operator()) + " " + number(whole.bound(), type);
            case Condition.WholeBetween between ->
                    "from " + number(between.from(), type) + " to " + number(between.to(), type);
            case Condition.AmongWhole among ->
                    "in " + list(among.numbers(), number -> number(number, type));
            case Condition.Real real -> operator(real.operator()) + " " + real.bound();
            case Condition.RealBetween between -> "from " + between.from() + " to " + between.to();
            case Condition.Text text -> operator(text.operator()) + " " + quoted(text.bound());
            case Condition.TextBetween between ->
                    "from " + quoted(between.from()) + " to " + quoted(between.to());
            case Condition.AmongTexts among -> "in " + list(among.texts(), Phrases::quoted);
            case Condition.Contains contains -> contains(contains);
            case Condition.StartsWith starts -> "starts with " + quoted(starts.prefix());
            case Condition.EndsWith ends -> "ends with " + quoted(ends.suffix());
            case Condition.Shell shell ->
                    "is like the shell pattern "
                            + quoted(shell.pattern())
                            + (shell.anyCase() ? " in any case" : "");
            case Condition.Regex regex ->
                    (regex.whole() ? "matches " : "has a match of ")
                            + quoted(Bytes.of(regex.expression()));
            case Condition.Below below ->
                    "is or lies below " + list(below.paths(), Phrases::quoted);
            case Condition.InNets nets -> "in " + list(nets.nets(), Phrases::net);
            case Condition.AddressBetween between ->
                    "from " + address(between.from()) + " to " + address(between.to());
            case Condition.Quantified quantified ->
                    quantified.quantifier().word()
                            + quantified.conditions().stream()
                                    .map(one -> condition(one, type))
                                    .collect(Collectors.joining("; ", " (", ")"));
            case Condition.Negated negated -> "not " + condition(negated.condition(), type);
            case Condition.ByType byType ->
                    byType.conditions().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(
                                    entry ->
                                            condition(entry.getValue(), entry.getKey())
                                                    + " if "
                                                    + entry.getKey()
                                                            .name()
                                                            .toLowerCase(Locale.ROOT)
                                                            .replace('_', ' '))
                            .collect(Collectors.joining("; ", "(", ")"));
        };
    }

    private static String contains(Condition.Contains contains) {
        String how = contains.anyCase() ? " in any case" : "";
        return contains.parts().size() == 1
                ? "contains " + quoted(contains.parts().getFirst()) + how
                : "contains one of " + list(contains.parts(), Phrases::quoted) + how;
    }

    private static String operator(Operator operator) {
        return switch (operator) {
            case CONTAINS -> "contains";
            case STARTSWITH -> "starts with";
            case ENDSWITH -> "ends with";
            default -> operator.symbol();
        };
    }

    private static String number(long number, FieldType type) {
        return switch (type) {
            case BOOLEAN -> number == 0 ? "false" : "true";
            case UNSIGNED -> Long.toUnsignedString(number);
            case RELATIVE_TIME -> number + " ns";
            case ABSOLUTE_TIME ->
                    Instant.ofEpochSecond(
                                    Math.floorDiv(number, NANOS), Math.floorMod(number, NANOS))
                            .toString();
            default -> Long.toString(number);
        };
    }

    private static String net(Net net) {
        return net.isAddress() ? address(net.address()) : address(net.address()) + "/" + net.bits();
    }

    private static String address(Bytes address) {
        try {
            return InetAddress.getByAddress(address.toArray()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address of " + address.length() + " bytes", e);
        }
    }

    private static <T> String list(List<T> members, Function<T, String> phrase) {
        String shown = members.stream().limit(SHOWN).map(phrase).collect(Collectors.joining(", "));
        return members.size() <= SHOWN
                ? "(" + shown + ")"
                : "(" + shown + ", ... " + members.size() + " in all)";
    }

    /** Quoted, with nothing in it that would steer a terminal. */
    private static String quoted(Bytes text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.toArray()) {
            if (b >= ' ' && b < 0x7f && b != '"' && b != '\\') {
                quoted.append((char) b);
            } else {
                quoted.append("\\x")
                        .append(Character.forDigit(b >> 4 & 15, 16))
                        .append(Character.forDigit(b & 15, 16));
            }
        }
        return quoted.append('"').toString();
    }
}
