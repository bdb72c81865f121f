// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Lists what there was at the first event that it is shown: threads, fds or connections. */
final class StateList implements Report {
    private static final String NOTHING = "empty capture or no event matching the filter\n";
    private static final int KILO = 1024;
    private static final byte DELETE = 0x7f;

    /** What is a row. */
    private enum Row {
        THREAD,
        FD
    }

    /**
     * A column.
     *
     * @param width of it, 0 for as wide as its cells
     */
    private record Cell(String title, int width, EventText text) {}

    private final Row row;
    private final List<Cell> cells;
    private final Predicate<EventContext> filter;
    private final @Nullable EventText json;
    private final String name;
    private boolean written;

    private StateList(
            ReportDefinition definition,
            Row row,
            List<Cell> cells,
            Predicate<EventContext> filter,
            ReportSetting setting)
            throws FilterException {
        this.name = definition.name();
        this.row = row;
        this.cells = cells;
        this.filter = filter;
        this.json =
                setting.json()
                        ? EventText.wholeJson(
                                List.of(definition.property("json").split(", *", -1)), setting)
                        : null;
    }

    static StateList threads(
            ReportDefinition definition, @Nullable String filter, ReportSetting setting)
            throws FilterException {
        return new StateList(
                definition,
                Row.THREAD,
                List.of(
                        new Cell("TID", 8, number(ThreadState::tid)),
                        cell("PID", 8, "proc.pid", setting),
                        cell("USER", 12, "user.name", setting),
                        new Cell("VIRT", 11, size(ThreadState::vmSize)),
                        new Cell("RES", 11, size(ThreadState::vmRss)),
                        new Cell("FDLIMIT", 10, number(ThreadState::fdLimit)),
                        cell("CMD", 20, "proc.name", setting)),
                filter("", filter, setting),
                setting);
    }

    static StateList fds(
            ReportDefinition definition, @Nullable String filter, ReportSetting setting)
            throws FilterException {
        return new StateList(
                definition,
                Row.FD,
                List.of(
                        cell("COMMAND", 20, "proc.name", setting),
                        cell("PID", 8, "proc.pid", setting),
                        new Cell("TID", 8, number(ThreadState::tid)),
                        cell("USER", 8, "user.name", setting),
                        new Cell("FD", 8, StateList::fdNumber),
                        cell("TYPE", 12, "fd.type", setting),
                        new Cell("NAME", 0, StateList::fdName)),
                filter("", filter, setting),
                setting);
    }

    static StateList connections(
            ReportDefinition definition, @Nullable String filter, ReportSetting setting)
            throws FilterException {
        EventText program = EventText.of("*/%proc.pid/%proc.name", setting);
        EventText client = EventText.of("%fd.cip:%fd.cport", setting);
        return new StateList(
                definition,
                Row.FD,
                List.of(
                        cell("Proto", 6, "fd.l4proto", setting),
                        new Cell("Server Address", 25, EventText.of("*%fd.sip:%fd.sport", setting)),
                        new Cell(
                                "Client Address",
                                25,
                                (context, out) ->
                                        client.write(context, out) || put("0.0.0.0:*", out)),
                        new Cell(
                                "State",
                                15,
                                (context, out) ->
                                        put(listens(context) ? "LISTEN" : "ESTABLISHED", out)),
                        new Cell(
                                "TID/PID/Program Name",
                                0,
                                (context, out) ->
                                        number(ThreadState::tid).write(context, out)
                                                && program.write(context, out))),
                filter("(fd.type=ipv4 or fd.type=ipv6)", filter, setting),
                setting);
    }

    private static boolean listens(EventContext context) {
        FdState fd = context.state().fd();
        return fd != null && fd.type().isServer();
    }

    private static boolean put(String text, TextBuffer out) {
        out.put(text);
        return true;
    }

    private static Cell cell(String title, int width, String field, ReportSetting setting)
            throws FilterException {
        return new Cell(title, width, EventText.of("*%" + field, setting));
    }

    /** What the row's thread has itself, where fields show what its process has. */
    private static EventText number(ToLongFunction<ThreadState> number) {
        return (context, out) -> {
            ThreadState thread = context.state().thread();
            if (thread != null) {
                out.decimal(number.applyAsLong(thread));
            }
            return thread != null;
        };
    }

    private static EventText size(ToLongFunction<ThreadState> kilobytes) {
        return (context, out) -> {
            ThreadState thread = context.state().thread();
            if (thread != null) {
                Unit.BYTES.write(Math.max(0, kilobytes.applyAsLong(thread)) * KILO, 0, out);
            }
            return thread != null;
        };
    }

    private static boolean fdNumber(EventContext context, TextBuffer out) {
        FdState fd = context.state().fd();
        if (fd != null) {
            out.decimal(fd.number());
        }
        return fd != null;
    }

    /** Without control characters: names of older captures end with one. */
    private static boolean fdName(EventContext context, TextBuffer out) {
        FdState fd = context.state().fd();
        if (fd != null) {
            for (byte b : fd.name()) {
                if ((b & 0xff) >= ' ' && b != DELETE) {
                    out.put((char) (b & 0xff));
                }
            }
        }
        return fd != null;
    }

    private static Predicate<EventContext> filter(
            String always, @Nullable String given, ReportSetting setting) throws FilterException {
        if (given != null) {
            // Read alone first, so that no bracket of it ends those around it.
            Filter.compile(given, setting.text());
        }
        String text =
                given == null ? always : always.isEmpty() ? given : always + " and (" + given + ")";
        return text.isEmpty() ? _ -> true : Filter.compile(text, setting.text());
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        if (!written) {
            list(context, page);
        }
        return false;
    }

    private void list(EventContext context, Page page) {
        written = true;
        header(page);
        SystemState state = context.state();
        List<ThreadState> threads = new ArrayList<>();
        state.threads().forEach(threads::add);
        // The recorder's own thread is there without a process.
        threads.removeIf(thread -> thread.placeholder() || thread.pid() < 0);
        threads.sort(Comparator.comparingLong(ThreadState::tid));
        for (ThreadState thread : threads) {
            if (row == Row.THREAD) {
                row(context, thread, null, page);
            } else {
                fds(context, thread, page);
            }
        }
    }

    private void fds(EventContext context, ThreadState thread, Page page) {
        List<FdState> fds = new ArrayList<>();
        thread.fds().forEach(fds::add);
        fds.sort(Comparator.comparingLong(FdState::number));
        for (FdState fd : fds) {
            row(context, thread, fd, page);
        }
    }

    private void header(Page page) {
        if (json == null) {
            for (Cell cell : cells) {
                if (cell.width == 0) {
                    page.put(cell.title);
                } else {
                    Column.put(cell.title, cell.width, page.text());
                }
            }
            page.line();
        }
    }

    private void row(EventContext context, ThreadState thread, @Nullable FdState fd, Page page) {
        context.state()
                .asIfOf(
                        thread,
                        fd,
                        () -> {
                            if (filter.test(context)) {
                                write(context, page);
                            }
                            return true;
                        });
    }

    private void write(EventContext context, Page page) {
        TextBuffer out = page.text();
        if (json != null) {
            ThreadState thread = context.state().thread();
            FdState fd = context.state().fd();
            String numbers =
                    (thread == null ? "" : ",\"thread.tid\":" + thread.tid())
                            + (fd == null ? "" : ",\"fd.num\":" + fd.number());
            JsonStream.write(name + "\"" + numbers, json, context, page);
            return;
        }
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            int from = out.length();
            cell.text.write(context, out);
            // The last column ends where its text does.
            if (cell.width > 0 && i + 1 < cells.size()) {
                Column.fit(out, from, cell.width);
            }
        }
        out.put('\n');
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        if (written) {
            return;
        }
        if (context.firstTimestamp() == 0) {
            // A capture without events still has its start tables.
            list(context, page);
        } else if (json == null) {
            page.put(NOTHING);
        }
    }
}
