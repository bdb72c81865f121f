// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kansoku.event.DynamicTypes;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import dev.kansoku.event.ParameterType;
import dev.kansoku.event.SymbolTable;
import dev.kansoku.event.Symbols;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What showing one parameter needs of the event table, looked up once for all events. */
final class ParameterStyle {
    private static final ParameterStyle[][] NEWEST = new ParameterStyle[EventTable.size()][];
    private static final ParameterStyle[][] OLDER = new ParameterStyle[EventTable.size()][];

    static {
        for (EventType type : EventTable.all()) {
            NEWEST[type.code()] = of(type);
            EventType older = type.form(1);
            OLDER[type.code()] = older == type ? NEWEST[type.code()] : of(older);
        }
    }

    /** {@code name=} as bytes. */
    final byte[] prefix;

    final ParameterType type;
    final Parameter.Format format;

    /** The symbols of flags and enumerations. */
    final @Nullable SymbolTable symbols;

    final boolean isText;

    /** Whether values can have a resolved form. */
    final boolean resolves;

    /** The types of a dynamic parameter by its first byte; empty for others. */
    private final List<ParameterType> dynamic;

    /** The index of the dirfd parameter that a path is relative to, or -1. */
    final int dirfd;

    private ParameterStyle(Parameter parameter) {
        prefix = (parameter.name() + '=').getBytes(UTF_8);
        type = parameter.type();
        format = parameter.format();
        dirfd = parameter.dirfd();
        isText =
                type == ParameterType.CHARBUF
                        || type == ParameterType.FSPATH
                        || type == ParameterType.FSRELPATH;
        resolves = ResolvedForm.exists(type);
        String table = parameter.symbols();
        boolean isDynamic = type == ParameterType.DYN;
        symbols = table == null || isDynamic ? null : Symbols.table(table);
        dynamic = table == null || !isDynamic ? List.of() : DynamicTypes.table(table);
    }

    /** The styles of an event's parameters in the form that its writer had. */
    static ParameterStyle[] of(Event event) {
        EventType type = event.type();
        boolean newest = type.form(event.parameterCount()) == type;
        return (newest ? NEWEST : OLDER)[type.code()];
    }

    /** What a dynamic parameter with this first byte holds; none where the table ends before. */
    ParameterType dynamicType(byte first) {
        int index = first & 0xff;
        return index < dynamic.size() ? dynamic.get(index) : ParameterType.NONE;
    }

    private static ParameterStyle[] of(EventType type) {
        return type.parameters().stream().map(ParameterStyle::new).toArray(ParameterStyle[]::new);
    }
}
