// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.option.TimePoint;
import dev.kansoku.cli.request.CapturePart;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.report.Difference;
import dev.kansoku.report.Page;
import dev.kansoku.report.ReportSetting;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares two captures, or parts of them: the report {@code diff}. */
final class DifferenceRun {
    private static final int WIDTH = 80;
    private static final long DISORDER = TimePoint.NANOS_PER_SECOND;

    private final FieldCatalogue<EventContext> fields = new EngineFields(FieldOptions.text());
    private final Request.Difference request;

    private DifferenceRun(Request.Difference request) {
        this.request = request;
    }

    static int of(Request.Difference request) throws Failure, OutputException {
        return new DifferenceRun(request).run();
    }

    private int run() throws Failure, OutputException {
        ReportSetting.Form form =
                request.json() ? ReportSetting.Form.JSON : ReportSetting.Form.TEXT;
        Difference difference;
        try {
            difference = new Difference(new ReportSetting(EngineFields::new, form, false, false));
        } catch (FilterException e) {
            throw new IllegalStateException("diff", e);
        }
        read(request.before(), false, difference);
        read(request.after(), true, difference);
        Output output = Output.standard();
        difference.write(new Page(output.buffer(), output.terminal(), false, false, WIDTH));
        output.flush();
        return ExitStatus.SUCCESS;
    }

    private void read(CapturePart part, boolean second, Difference difference) throws Failure {
        long[] counted = {0};
        show(
                List.of(part.file()),
                request.filter().isEmpty()
                        ? null
                        : Filter.of(request.filter().read(fields).plan(), fields),
                context -> {
                    long time = context.event().timestamp();
                    int place = part.isPart() ? part.place(time, context.firstTimestamp()) : 0;
                    if (place == 0) {
                        counted[0]++;
                        difference.count(second, context);
                    }
                    // Events of different CPUs may be out of order by a second.
                    return place <= 0 || part.place(time - DISORDER, context.firstTimestamp()) <= 0;
                });
        if (part.isPart() && counted[0] == 0 && request.filter().isEmpty()) {
            throw new Failure(
                    ExitStatus.USAGE,
                    Printable.line("no event of " + part.file() + " is in the part to compare"));
        }
    }

    /** Shows the events of captures that pass a filter. */
    static void show(List<String> captures, @Nullable Filter<EventContext> filter, Sink sink)
            throws Failure {
        EventContext context = new EventContext();
        try (ScapSource source = new ScapSource(captures)) {
            Pipeline pipeline =
                    filter == null
                            ? new Pipeline(source, context, sink)
                            : new Pipeline(source, context, filter, sink);
            pipeline.run();
            if (!source.faults().isEmpty()) {
                throw new Failure(ExitStatus.FAILURE, Printable.line(source.faults().getFirst()));
            }
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line("cannot read " + e.getMessage()));
        }
    }
}
