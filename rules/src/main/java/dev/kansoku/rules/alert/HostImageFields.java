// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Fields as Falco's alerts have them: what runs outside of containers has an image without a name,
 * where other tools say that there is none.
 *
 * @param fields all other fields
 */
record HostImageFields(FieldCatalogue<EventContext> fields)
        implements FieldCatalogue<EventContext> {
    private static final String IMAGE = "container.image";
    private static final byte[] HOST = "host".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    @Override
    public Extractor<EventContext> extractor(FieldDefinition field, @Nullable String argument)
            throws FieldArgumentException {
        Extractor<EventContext> extractor = fields.extractor(field, argument);
        FieldDefinition container = fields.find("container.id");
        if (!field.name().startsWith(IMAGE) || container == null) {
            return extractor;
        }
        Extractor<EventContext> id = fields.extractor(container, null);
        return (context, out) -> {
            if (extractor.extract(context, out)) {
                return true;
            }
            out.begin(FieldType.TEXT);
            boolean host = id.extract(context, out) && isHost(out);
            out.begin(FieldType.TEXT);
            out.bytes(NOTHING);
            return host;
        };
    }

    private static boolean isHost(FieldValue id) {
        int from = id.offset(0);
        return Arrays.equals(id.bytes(0), from, from + id.length(0), HOST, 0, HOST.length);
    }

    @Override
    public List<FieldDefinition> all() {
        return fields.all();
    }

    @Override
    public @Nullable FieldDefinition find(String name) {
        return fields.find(name);
    }

    @Override
    public @Nullable String complaint(FieldDefinition field, String literal) {
        return fields.complaint(field, literal);
    }

    @Override
    public Collection<String> suggestions(FieldDefinition field) {
        return fields.suggestions(field);
    }

    @Override
    public @Nullable Substitute substitute(FieldDefinition field, List<String> literals) {
        return fields.substitute(field, literals);
    }

    @Override
    public @Nullable Extractor<EventType> byEventType(
            FieldDefinition field, @Nullable String argument) {
        return fields.byEventType(field, argument);
    }

    @Override
    public @Nullable Extractor<byte[]> byCallName(
            FieldDefinition field, @Nullable String argument) {
        return fields.byCallName(field, argument);
    }

    @Override
    public @Nullable ToIntFunction<EventContext> eventCode() {
        return fields.eventCode();
    }
}
