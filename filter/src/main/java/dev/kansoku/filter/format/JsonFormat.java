package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A format made ready to write events as JSON: one compact object an event, with the format's
 * fields as sorted keys; a missing value is {@code null}. {@link JsonValues} says how values look.
 * Belongs to one thread.
 *
 * @param <C> what field values are taken from
 */
public final class JsonFormat<C> {
    private final boolean keepsMissing;
    private final List<Member<C>> members = new ArrayList<>();
    private final FieldValue value = new FieldValue();

    /**
     * @param key with its quotes, colon and what stands before it
     */
    private record Member<C>(byte[] key, FieldDefinition field, Extractor<C> extractor) {}

    private JsonFormat(Template<C> template) {
        this.keepsMissing = template.keepsMissing();
        Map<String, Template.Field<C>> sorted = new TreeMap<>();
        for (Template.Field<C> field : template.fields()) {
            sorted.put(field.written(), field);
        }
        sorted.forEach(
                (name, field) -> {
                    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
                    TextBuffer key = new TextBuffer();
                    key.put(members.isEmpty() ? '{' : ',');
                    JsonValues.text(utf8, 0, utf8.length, key);
                    key.put(':');
                    members.add(
                            new Member<>(
                                    key.toBytes(),
                                    field.found().definition(),
                                    field.found().extractor()));
                });
    }

    /** Reads a format and makes it ready; its text between the fields is not used. */
    public static <C> JsonFormat<C> compile(String format, FieldCatalogue<C> catalogue)
            throws FilterException {
        return new JsonFormat<>(Template.parse(format, catalogue));
    }

    /** The fields that it writes, in the order of their keys. */
    public List<FieldDefinition> fields() {
        return members.stream().map(Member::field).toList();
    }

    /**
     * Writes one event, without a newline at its end.
     *
     * @return false where a field is missing and the format has no {@code *} in front: nothing was
     *     written
     */
    public boolean write(C context, TextBuffer out) {
        int start = out.length();
        for (int i = 0; i < members.size(); i++) {
            Member<C> member = members.get(i);
            out.put(member.key());
            value.begin(member.field().type());
            if (member.extractor().extract(context, value)) {
                JsonValues.write(member.field(), value, out);
            } else if (keepsMissing) {
                JsonValues.missing(out);
            } else {
                out.truncate(start);
                return false;
            }
        }
        out.put(members.isEmpty() ? "{}" : "}");
        return true;
    }
}
