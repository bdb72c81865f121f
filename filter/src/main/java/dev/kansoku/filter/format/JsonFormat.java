// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A format made ready to write events as JSON: one compact object an event, with the format's
 * fields and functions, as they were written, as sorted keys; a missing value is {@code null}.
 * {@link JsonValues} says how values look. Belongs to one thread.
 *
 * @param <C> what field values are taken from
 */
public final class JsonFormat<C> {
    private final boolean keepsMissing;
    private final Member<C>[] members;
    private final FieldValue value = new FieldValue();

    /**
     * @param key with its quotes, colon and what stands before it
     */
    private record Member<C>(
            byte[] key, Extractor<C> extractor, FieldType type, boolean list, ValueWriter writer) {}

    @SuppressWarnings("unchecked")
    private JsonFormat(Template<C> template) {
        this.keepsMissing = template.keepsMissing();
        Map<String, FormatField<C>> sorted = new TreeMap<>();
        for (FormatField<C> field : template.fields()) {
            sorted.put(field.written(), field);
        }
        List<Member<C>> made = new ArrayList<>();
        sorted.forEach((name, field) -> made.add(member(made.isEmpty() ? '{' : ',', name, field)));
        this.members = made.toArray(Member[]::new);
    }

    private static <C> Member<C> member(char before, String name, FormatField<C> field) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        TextBuffer key = new TextBuffer();
        key.put(before);
        JsonValues.text(utf8, 0, utf8.length, key);
        key.put(':');
        FieldDefinition definition = field.definition();
        return new Member<>(
                key.toBytes(),
                field.extractor(),
                definition.type(),
                definition.list(),
                JsonValues.writer(definition.type(), definition.format()));
    }

    /** Reads a format and makes it ready; its text between the fields is not used. */
    public static <C> JsonFormat<C> compile(String format, FieldCatalogue<C> catalogue)
            throws FilterException {
        return compile(format, catalogue, catalogue);
    }

    /**
     * Reads a format and makes it ready; its text between the fields is not used.
     *
     * @param typed where fields are taken from
     * @param textual where fields inside of functions are taken from, which want text
     */
    public static <C> JsonFormat<C> compile(
            String format, FieldCatalogue<C> typed, FieldCatalogue<C> textual)
            throws FilterException {
        return new JsonFormat<>(Template.parse(format, typed, textual));
    }

    /**
     * Writes one event, without a newline at its end.
     *
     * @return false where a field is missing and the format has no {@code *} in front: nothing was
     *     written
     */
    public boolean write(C context, TextBuffer out) {
        int start = out.length();
        for (Member<C> member : members) {
            out.put(member.key);
            value.begin(member.type);
            if (!member.extractor.extract(context, value)) {
                if (!keepsMissing) {
                    out.truncate(start);
                    return false;
                }
                JsonValues.missing(out);
            } else if (member.list) {
                JsonValues.list(member.writer, value, out);
            } else if (value.size() > 0) {
                member.writer.write(value, 0, out);
            } else {
                JsonValues.missing(out);
            }
        }
        out.put(members.length == 0 ? "{}" : "}");
        return true;
    }
}
