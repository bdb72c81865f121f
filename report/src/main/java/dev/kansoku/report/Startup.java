// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files that each program opens and reads from its start on, until it serves: until it
 * listens, or ends.
 */
final class Startup implements Report {
    private static final int MOST_PROGRAMS = 1 << 12;
    private static final int MOST_FILES = 1 << 12;
    private static final int TIME = 10;
    private static final int BYTES = 10;

    private static final class Opened {
        private final long after;
        private final String error;
        private long bytes;

        Opened(long after, String error) {
            this.after = after;
            this.error = error;
        }
    }

    private static final class Program {
        private final long pid;
        private final String command;
        private final long begin;
        private final Map<String, Opened> files = new LinkedHashMap<>();
        private String served = "";
        private long ready;

        Program(long pid, String command, long begin) {
            this.pid = pid;
            this.command = command;
            this.begin = begin;
        }
    }

    private final String name;
    private final EventText command;
    private final EventText file;
    private final EventText error;
    private final FieldNumber failed;
    private final FieldNumber reads;
    private final FieldNumber result;
    private final boolean json;
    private final Map<Long, Program> starting = new LinkedHashMap<>();
    private final List<Program> all = new ArrayList<>();
    private final TextBuffer scratch = new TextBuffer();

    Startup(ReportDefinition definition, ReportSetting setting) throws FilterException {
        name = definition.name();
        command = EventText.of("*%proc.cmdline", setting);
        file = EventText.of("%fd.name", setting);
        error = EventText.of("%evt.res.name", setting);
        failed = FieldNumber.of("evt.failed", setting.text());
        reads = FieldNumber.of("evt.is_io_read", setting.text());
        result = FieldNumber.of("evt.rawarg.res", setting.text());
        json = setting.json();
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        ThreadState thread = context.state().thread();
        if (thread == null) {
            return true;
        }
        Event event = context.event();
        long now = event.timestamp();
        Program program = starting.get(thread.pid());
        switch (event.type().name()) {
            case "execve", "execveat" -> {
                if (failed.read(context) != 1 && all.size() < MOST_PROGRAMS) {
                    Program begun = new Program(thread.pid(), text(command, context), now);
                    starting.put(thread.pid(), begun);
                    all.add(begun);
                }
            }
            case "procexit" -> {
                if (thread.isMain()) {
                    starting.remove(thread.pid());
                }
            }
            case "listen", "accept", "accept4" -> serve(program, now, context);
            default -> {
                if (program != null) {
                    use(program, now, context);
                }
            }
        }
        return true;
    }

    private void serve(@Nullable Program program, long now, EventContext context) {
        if (program != null && failed.read(context) != 1) {
            program.ready = now;
            program.served = text(file, context);
            starting.remove(program.pid);
        }
    }

    private void use(Program program, long now, EventContext context) {
        String path = text(file, context);
        if (path.isEmpty()) {
            return;
        }
        Opened opened = program.files.get(path);
        if (opened == null && program.files.size() < MOST_FILES) {
            boolean missing = failed.read(context) == 1;
            opened = new Opened(now - program.begin, missing ? text(error, context) : "");
            program.files.put(path, opened);
        }
        // what mmap returns, for one, is no number of bytes
        if (opened != null && reads.read(context) == 1) {
            opened.bytes += Math.max(0, result.read(context));
        }
    }

    private String text(EventText field, EventContext context) {
        scratch.clear();
        field.write(context, scratch);
        return scratch.toString();
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        for (Program program : all) {
            if (json) {
                program.files.forEach((path, opened) -> object(program, path, opened, page.text()));
            } else {
                block(program, page.text());
            }
        }
    }

    private static void block(Program program, TextBuffer out) {
        out.put(program.command).put(" (").decimal(program.pid).put(")");
        if (program.ready != 0) {
            out.put(": serves ").put(program.served).put(" after ");
            Unit.TIME.write(program.ready - program.begin, 0, out);
        }
        out.put('\n');
        program.files.forEach(
                (path, opened) -> {
                    int from = out.length();
                    out.put("  +");
                    Unit.TIME.write(opened.after, 0, out);
                    Column.pad(out, from, TIME + 2);
                    from = out.length();
                    if (!opened.error.isEmpty()) {
                        out.put(opened.error);
                    } else if (opened.bytes > 0) {
                        Unit.BYTES.write(opened.bytes, 0, out);
                    }
                    Column.pad(out, from, BYTES);
                    out.put(path).put('\n');
                });
    }

    private void object(Program program, String path, Opened opened, TextBuffer out) {
        out.put("{\"report\":\"").put(name).put("\",\"proc.pid\":").decimal(program.pid);
        out.put(",\"proc.cmdline\":");
        Json.text(program.command, out);
        out.put(",\"after\":").decimal(opened.after).put(",\"fd.name\":");
        Json.text(path, out);
        out.put(",\"bytes\":").decimal(opened.bytes).put(",\"error\":");
        Json.text(opened.error, out);
        out.put(",\"ready\":");
        out.put(program.ready == 0 ? "null" : Long.toString(program.ready - program.begin));
        out.put("}\n");
    }
}
