// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a format as values of Java's, for whoever keeps them longer than the event: what
 * {@link JsonFormat} writes, before it is written. Belongs to one thread.
 *
 * @param <C> what field values are taken from
 */
public final class TypedFields<C> {
    private final List<String> names;
    private final List<FormatField<C>> fields;
    private final List<ValueWriter> texts;
    private final FieldValue value = new FieldValue();
    private final TextBuffer text = new TextBuffer();

    private TypedFields(Template<C> template) {
        Map<String, FormatField<C>> distinct = new LinkedHashMap<>();
        for (FormatField<C> field : template.fields()) {
            distinct.putIfAbsent(field.written(), field);
        }
        names = List.copyOf(distinct.keySet());
        fields = List.copyOf(distinct.values());
        texts = new ArrayList<>();
        for (FormatField<C> field : fields) {
            FieldDefinition definition = field.definition();
            texts.add(TextValues.writer(definition.type(), definition.format()));
        }
    }

    /**
     * Reads a format; its text between the fields is not used.
     *
     * @param typed where fields are taken from
     * @param textual where fields inside of functions are taken from, which want text
     */
    public static <C> TypedFields<C> compile(
            String format, FieldCatalogue<C> typed, FieldCatalogue<C> textual)
            throws FilterException {
        return new TypedFields<>(Template.parse(format, typed, textual));
    }

    /** The fields and functions as they were written, each once, in the format's order. */
    public List<String> names() {
        return names;
    }

    /**
     * The value of the field at an index: a {@link Long} (a {@link BigInteger} where that is too
     * small), a {@link Double}, a {@link Boolean}, a {@link String}, or a list of these; null where
     * the event has none.
     */
    public @Nullable Object value(int index, C context) {
        FieldDefinition definition = fields.get(index).definition();
        Extractor<C> extractor = fields.get(index).extractor();
        value.begin(definition.type());
        if (!extractor.extract(context, value)) {
            return null;
        }
        if (!definition.list()) {
            return value.size() == 0 ? null : one(index, 0);
        }
        List<Object> all = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            Object one = one(index, i);
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    private @Nullable Object one(int index, int i) {
        FieldDefinition definition = fields.get(index).definition();
        FieldType type = value.type();
        return switch (type) {
            case TEXT ->
                    new String(
                            value.bytes(i),
                            value.offset(i),
                            value.length(i),
                            StandardCharsets.UTF_8);
            case BOOLEAN -> value.numberAt(i) != 0;
            case DOUBLE -> Double.isFinite(value.real()) ? (Object) value.real() : null;
            case UNSIGNED, SIGNED, RELATIVE_TIME, ABSOLUTE_TIME -> number(definition, index, i);
            case BYTES, ADDRESS, NET, DYNAMIC -> written(index, i);
        };
    }

    /** A number that is shown in hexadecimal or octal is text. */
    private Object number(FieldDefinition definition, int index, int i) {
        if (definition.format() == NumberFormat.HEXADECIMAL
                || definition.format() == NumberFormat.OCTAL) {
            return written(index, i);
        }
        long number = value.numberAt(i);
        return value.type() == FieldType.UNSIGNED && number < 0
                ? new BigInteger(Long.toUnsignedString(number))
                : (Object) number;
    }

    private String written(int index, int i) {
        text.clear();
        texts.get(index).write(value, i, text);
        return text.toString();
    }
}
