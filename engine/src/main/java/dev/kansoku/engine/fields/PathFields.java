// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.MergedParameter;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.field.FieldValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The paths that calls act on, and of {@code *at} calls the absolute one. {@code paths.tsv} says
 * which parameters they are.
 */
final class PathFields {
    private static final String NONE = "-";
    private static final @Nullable Row[] ROWS = new Row[EventTable.size()];

    /** The first and the second path of {@code *at} calls that {@code evt.abspath} shows. */
    private static final Map<String, String[]> AT_CALLS =
            Map.ofEntries(
                    Map.entry("openat", new String[] {"name"}),
                    Map.entry("openat2", new String[] {"name"}),
                    Map.entry("unlinkat", new String[] {"name"}),
                    Map.entry("mkdirat", new String[] {"path"}),
                    Map.entry("fchmodat", new String[] {"filename"}),
                    Map.entry("fchownat", new String[] {"pathname"}),
                    Map.entry("symlinkat", new String[] {"linkpath"}),
                    Map.entry("renameat", new String[] {"oldpath", "newpath"}),
                    Map.entry("renameat2", new String[] {"oldpath", "newpath"}),
                    Map.entry("linkat", new String[] {"oldpath", "newpath"}));

    private static final int[] FIRST = new int[EventTable.size()];
    private static final int[] SECOND = new int[EventTable.size()];

    /** Which parameters hold what. */
    private record Row(
            boolean ofFd,
            @Nullable MergedParameter name,
            @Nullable MergedParameter source,
            @Nullable MergedParameter target,
            boolean opens) {
        /** Whether an event has such paths: one that failed only where it was to open a file. */
        boolean holds(Event event) {
            return opens || !EventResultFields.failed(event);
        }
    }

    private static final Set<String> OPENS =
            Set.of("open", "openat", "openat2", "open_by_handle_at", "creat");

    static {
        Map<String, Row> rows = new HashMap<>();
        for (String[] cells : FieldRows.rows("paths.tsv", 4)) {
            boolean ofFd = cells[1].equals("fd");
            rows.put(
                    cells[0],
                    new Row(
                            ofFd,
                            ofFd ? null : parameter(cells[1]),
                            parameter(cells[2]),
                            parameter(cells[3]),
                            OPENS.contains(cells[0])));
        }
        for (EventType type : EventTable.all()) {
            ROWS[type.code()] = type.isExit() ? rows.get(type.name()) : null;
            String[] paths = type.isExit() ? AT_CALLS.get(type.name()) : null;
            FIRST[type.code()] = paths == null ? -1 : type.indexOf(paths[0]);
            SECOND[type.code()] = paths == null || paths.length < 2 ? -1 : type.indexOf(paths[1]);
        }
    }

    private PathFields() {}

    static void add(Extractors into) {
        path(into, "fs.path.name", Row::name);
        path(into, "fs.path.source", Row::source);
        path(into, "fs.path.target", Row::target);
        into.with(
                "evt.abspath",
                (argument, _) -> {
                    int[] parameters =
                            switch (argument) {
                                case null -> FIRST;
                                case "src" -> FIRST;
                                case "dst" -> SECOND;
                                default ->
                                        throw Arguments.oneOf("evt.abspath", argument, "src, dst");
                            };
                    return (c, out) -> absolute(c, parameters[c.event().code()], out);
                });
    }

    private static @Nullable MergedParameter parameter(String name) {
        return name.equals(NONE) ? null : MergedParameter.named(name);
    }

    private static void path(
            Extractors into, String name, Function<Row, @Nullable MergedParameter> which) {
        boolean isName = name.equals("fs.path.name");
        into.plain(
                name,
                (c, out) -> {
                    Row row = ROWS[c.event().code()];
                    if (row == null || !row.holds(c.event())) {
                        return false;
                    }
                    return row.ofFd() && isName ? ofFd(c, out) : resolved(c, which.apply(row), out);
                });
        into.plain(
                name + "raw",
                (c, out) -> {
                    Row row = ROWS[c.event().code()];
                    if (row == null || !row.holds(c.event())) {
                        return false;
                    }
                    return row.ofFd() && isName ? ofFd(c, out) : raw(c, which.apply(row), out);
                });
    }

    private static boolean ofFd(EventContext context, FieldValue out) {
        FdState fd = context.state().fd();
        return fd != null && text(fd.name(), out);
    }

    private static boolean resolved(
            EventContext context, @Nullable MergedParameter parameter, FieldValue out) {
        Event holder = holder(context, parameter);
        if (holder == null || parameter == null) {
            return false;
        }
        return absolute(context, holder, parameter.index(holder), out);
    }

    private static boolean raw(
            EventContext context, @Nullable MergedParameter parameter, FieldValue out) {
        Event holder = holder(context, parameter);
        if (holder == null || parameter == null) {
            return false;
        }
        int index = parameter.index(holder);
        if (!holder.has(index)) {
            return false;
        }
        out.bytes(holder.bytes(), holder.offset(index), holder.textLength(index));
        return true;
    }

    private static @Nullable Event holder(
            EventContext context, @Nullable MergedParameter parameter) {
        return parameter == null
                ? null
                : parameter.holder(context.event(), context.state().enter());
    }

    private static boolean absolute(EventContext context, int parameter, FieldValue out) {
        return parameter >= 0 && absolute(context, context.event(), parameter, out);
    }

    private static boolean absolute(
            EventContext context, Event holder, int parameter, FieldValue out) {
        if (!EventPath.append(holder, parameter, context.names(), out.text())) {
            return false;
        }
        out.textDone();
        return true;
    }
}
