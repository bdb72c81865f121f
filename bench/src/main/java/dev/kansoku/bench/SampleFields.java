// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A few fields that cost next to nothing to take, so that what is measured is the filter. */
final class SampleFields implements FieldCatalogue<Event> {
    private static final List<FieldDefinition> FIELDS =
            List.of(
                    field("evt.type", FieldType.TEXT),
                    field("evt.num", FieldType.UNSIGNED),
                    field("evt.rawres", FieldType.SIGNED),
                    field("proc.name", FieldType.TEXT),
                    field("fd.name", FieldType.TEXT));

    /** A filter over these fields. */
    static Filter<Event> filter(String text, Filter.Evaluation evaluation) {
        SampleFields fields = new SampleFields();
        try {
            return Filter.of(
                    Filter.plan(SysdigParser.parse(text), Dialect.SYSDIG, text, fields),
                    fields,
                    evaluation);
        } catch (FilterException e) {
            throw new IllegalArgumentException(e.report(), e);
        }
    }

    private static FieldDefinition field(String name, FieldType type) {
        return new FieldDefinition(
                name, type, false, Argument.NONE, NumberFormat.DECIMAL, "A sample.");
    }

    @Override
    public List<FieldDefinition> all() {
        return FIELDS;
    }

    @Override
    public @Nullable FieldDefinition find(String name) {
        for (FieldDefinition field : FIELDS) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    @Override
    public Extractor<Event> extractor(FieldDefinition field, @Nullable String argument) {
        return switch (field.name()) {
            case "evt.type" -> {
                byte[][] names =
                        EventTable.all().stream()
                                .map(type -> type.name().getBytes(StandardCharsets.UTF_8))
                                .toArray(byte[][]::new);
                yield (event, out) -> {
                    out.bytes(names[event.code()]);
                    return true;
                };
            }
            case "evt.num" ->
                    (event, out) -> {
                        out.number(event.timestamp());
                        return true;
                    };
            case "evt.rawres" ->
                    (event, out) -> {
                        out.number(event.signed(0));
                        return event.has(0);
                    };
            case "proc.name" -> {
                byte[][] names = new byte[8][];
                for (int i = 0; i < names.length; i++) {
                    names[i] = ("program" + i).getBytes(StandardCharsets.UTF_8);
                }
                yield (event, out) -> {
                    out.bytes(names[(int) event.tid() & 7]);
                    return true;
                };
            }
            default -> {
                byte[] name = "/srv/www/static/style.css".getBytes(StandardCharsets.UTF_8);
                yield (event, out) -> {
                    out.bytes(name);
                    return true;
                };
            }
        };
    }

    @Override
    public @Nullable Extractor<EventType> byEventType(
            FieldDefinition field, @Nullable String argument) {
        return field.name().equals("evt.type")
                ? (type, out) -> {
                    out.bytes(type.name().getBytes(StandardCharsets.UTF_8));
                    return true;
                }
                : null;
    }

    @Override
    public ToIntFunction<Event> eventCode() {
        return Event::code;
    }
}
