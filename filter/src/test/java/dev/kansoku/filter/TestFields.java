// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.field.Lifetime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A few fields whose values a test gives in a map: by name, or by {@code name[argument]}. A value
 * is a String, byte[], Long, Boolean or Double, or a List of them.
 */
public final class TestFields implements FieldCatalogue<Map<String, Object>> {
    private final Map<String, FieldDefinition> fields = new LinkedHashMap<>();

    private @Nullable ToIntFunction<Map<String, Object>> eventCode;
    private Runnable onExtract = () -> {};

    public TestFields() {
        add("evt.type", FieldType.TEXT);
        add("evt.dir", FieldType.TEXT);
        add("evt.num", FieldType.UNSIGNED);
        add("evt.rawres", FieldType.SIGNED);
        add("evt.failed", FieldType.BOOLEAN);
        add("evt.latency", FieldType.RELATIVE_TIME);
        add("evt.rawtime", FieldType.ABSOLUTE_TIME);
        add("evt.buffer", FieldType.BYTES);
        add("evt.arg", FieldType.TEXT, false, Argument.REQUIRED, NumberFormat.DECIMAL);
        add("evt.rawarg", FieldType.DYNAMIC, false, Argument.REQUIRED, NumberFormat.DECIMAL);
        add(
                "evt.reltime.ns",
                FieldType.RELATIVE_TIME,
                false,
                Argument.NONE,
                NumberFormat.NINE_DIGITS);
        add("proc.name", FieldType.TEXT);
        add("proc.pname", FieldType.TEXT);
        add("proc.pid", FieldType.SIGNED);
        add("proc.aname", FieldType.TEXT, true, Argument.OPTIONAL, NumberFormat.DECIMAL);
        add("proc.cpu", FieldType.DOUBLE);
        add("fd.name", FieldType.TEXT);
        add("fd.num", FieldType.SIGNED);
        add("fd.port", FieldType.UNSIGNED, true, Argument.NONE, NumberFormat.DECIMAL);
        add("fd.ip", FieldType.ADDRESS, true, Argument.NONE, NumberFormat.DECIMAL);
        add("fd.sip", FieldType.ADDRESS);
        add("fd.sip.name", FieldType.TEXT);
        add("fd.snet", FieldType.NET);
        add("fd.dev", FieldType.UNSIGNED, false, Argument.NONE, NumberFormat.HEXADECIMAL);
        add("fd.types", FieldType.TEXT, true, Argument.NONE, NumberFormat.DECIMAL);
    }

    public void add(String name, FieldType type) {
        add(name, type, false, Argument.NONE, NumberFormat.DECIMAL);
    }

    public void add(
            String name, FieldType type, boolean list, Argument argument, NumberFormat format) {
        fields.put(name, new FieldDefinition(name, type, list, argument, format, "For tests."));
    }

    @Override
    public List<FieldDefinition> all() {
        return new ArrayList<>(fields.values());
    }

    @Override
    public @Nullable FieldDefinition find(String name) {
        return fields.get(name);
    }

    @Override
    public Extractor<Map<String, Object>> extractor(
            FieldDefinition field, @Nullable String argument) throws FieldArgumentException {
        if ("nothing".equals(argument)) {
            throw new FieldArgumentException("no parameter is called nothing");
        }
        String key = argument == null ? field.name() : field.name() + "[" + argument + "]";
        return (values, out) -> {
            onExtract.run();
            Object value = values.get(key);
            if (value instanceof List<?> list) {
                list.forEach(one -> put(one, out));
            } else if (value != null) {
                put(value, out);
            }
            return value != null;
        };
    }

    public void eventCode(ToIntFunction<Map<String, Object>> code) {
        eventCode = code;
    }

    public void onExtract(Runnable action) {
        onExtract = action;
    }

    @Override
    public @Nullable ToIntFunction<Map<String, Object>> eventCode() {
        return eventCode;
    }

    /** The name stays as long as its process, the number and the ancestors until any changes. */
    @Override
    public Lifetime lifetime(FieldDefinition field) {
        return switch (field.name()) {
            case "proc.name" -> Lifetime.PROCESS;
            case "proc.aname", "proc.pid" -> Lifetime.SYSTEM;
            default -> Lifetime.EVENT;
        };
    }

    private static void put(Object value, FieldValue out) {
        boolean dynamic = out.type() == FieldType.DYNAMIC;
        switch (value) {
            case String text -> {
                out.bytes(text.getBytes(StandardCharsets.UTF_8));
                out.type(dynamic ? FieldType.TEXT : out.type());
            }
            case byte[] bytes -> out.bytes(bytes);
            case Long number -> {
                out.number(number);
                out.type(dynamic ? FieldType.SIGNED : out.type());
            }
            case Boolean bool -> {
                out.bool(bool);
                out.type(dynamic ? FieldType.BOOLEAN : out.type());
            }
            case Double real -> out.real(real);
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    @Override
    public @Nullable String complaint(FieldDefinition field, String literal) {
        return field.name().equals("evt.type") && !suggestions(field).contains(literal)
                ? "no event type \"" + literal + "\""
                : null;
    }

    /** The host web has two addresses, db has one, and no other is known. */
    @Override
    public @Nullable Substitute substitute(FieldDefinition field, List<String> literals) {
        if (!field.name().equals("fd.sip.name")) {
            return null;
        }
        List<String> addresses = new ArrayList<>();
        for (String literal : literals) {
            switch (literal) {
                case "web" -> addresses.addAll(List.of("10.0.0.1", "::1"));
                case "db" -> addresses.add("10.0.0.2");
                default -> {}
            }
        }
        return new Substitute(fields.get("fd.sip"), addresses);
    }

    @Override
    public Collection<String> suggestions(FieldDefinition field) {
        return field.name().equals("evt.type")
                ? EventTable.all().stream().map(EventType::name).distinct().toList()
                : List.of();
    }

    @Override
    public @Nullable Extractor<EventType> byEventType(
            FieldDefinition field, @Nullable String argument) {
        return switch (field.name()) {
            case "evt.type" ->
                    (type, out) -> {
                        out.bytes(type.name().getBytes(StandardCharsets.UTF_8));
                        return true;
                    };
            case "evt.dir" ->
                    (type, out) -> {
                        out.bytes(new byte[] {(byte) (type.isExit() ? '<' : '>')});
                        return true;
                    };
            default -> null;
        };
    }
}
