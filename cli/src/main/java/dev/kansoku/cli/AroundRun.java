// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.Users;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records what threads did around the events that a filter finds: the report {@code around}. The
 * captures are read twice, first to find these events.
 */
final class AroundRun {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** More stretches of time than that make a filter too large. */
    private static final int MOST = 10_000;

    /**
     * A stretch of time.
     *
     * @param from nanoseconds since the epoch
     */
    private record Stretch(long from, long to) {}

    private final FieldCatalogue<EventContext> fields = new EngineFields(FieldOptions.text());
    private final Request.Around request;
    private final Map<Long, List<Stretch>> stretches = new TreeMap<>();
    private int events;
    private int count;

    private AroundRun(Request.Around request) {
        this.request = request;
    }

    static int of(Request.Around request, PrintStream notes)
            throws Failure, OutputException, UsageException {
        return new AroundRun(request).run(notes);
    }

    private int run(PrintStream notes) throws Failure, OutputException, UsageException {
        find();
        if (events == 0) {
            notes.println("kansoku: around: no event passed the filter");
            return ExitStatus.SUCCESS;
        }
        notes.println(
                "kansoku: saving what happened around "
                        + events
                        + " events to "
                        + Printable.line(request.file()));
        List<String> line = new ArrayList<>();
        for (String capture : request.captures()) {
            line.addAll(List.of("-r", capture));
        }
        line.addAll(List.of("-w", request.file(), "-F", "-q", filter()));
        Request again = RequestReader.read(Arguments.parse(line), Users.system());
        return again.run(notes);
    }

    private void find() throws Failure, OutputException {
        TextFormat<EventContext> format;
        try {
            format = TextFormat.compile("*%evt.time %proc.name(%thread.tid)\n", fields);
        } catch (FilterException e) {
            throw new IllegalStateException("around", e);
        }
        Output output = Output.standard();
        DifferenceRun.show(
                request.captures(),
                Filter.of(request.filter().read(fields).plan(), fields),
                context -> {
                    format.write(context, output.buffer());
                    output.written();
                    add(context.event().tid(), context.event().timestamp());
                    return count < MOST;
                });
        output.flush();
    }

    /** Stretches that touch become one. */
    private void add(long tid, long time) {
        events++;
        long range = request.millis() * NANOS_PER_MILLI;
        List<Stretch> known = stretches.computeIfAbsent(tid, _ -> new ArrayList<>());
        if (!known.isEmpty() && known.getLast().to >= time - range) {
            known.set(known.size() - 1, new Stretch(known.getLast().from, time + range));
        } else {
            known.add(new Stretch(time - range, time + range));
            count++;
        }
    }

    private String filter() {
        List<String> terms = new ArrayList<>();
        stretches.forEach(
                (tid, times) ->
                        times.forEach(
                                time ->
                                        terms.add(
                                                "(thread.tid="
                                                        + tid
                                                        + " and evt.rawtime>="
                                                        + time.from
                                                        + " and evt.rawtime<="
                                                        + time.to
                                                        + ")")));
        return String.join(" or ", terms);
    }
}
