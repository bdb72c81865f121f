// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
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

/** Compares two captures: the report {@code diff}. */
final class DifferenceRun {
    private static final int WIDTH = 80;

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

    private void read(String capture, boolean second, Difference difference) throws Failure {
        show(
                List.of(capture),
                request.filter().isEmpty()
                        ? null
                        : Filter.of(request.filter().read(fields).plan(), fields),
                context -> {
                    difference.count(second, context);
                    return true;
                });
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
