// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.report;

import dev.kansoku.cli.console.Output;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.event.Event;
import dev.kansoku.report.Page;
import dev.kansoku.report.ReportRunner;
import java.io.IOException;
import java.util.function.Consumer;

/** Moves events into reports, and what they write to where it is printed. */
public final class ReportSink implements Sink {
    private final ReportRunner runner;
    private final Sink before;
    private final Output output;
    private final Page page;

    /**
     * @param before takes each event first, and says whether more are wanted
     */
    ReportSink(ReportRunner runner, Sink before, Output output, Page page) {
        this.runner = runner;
        this.before = before;
        this.output = output;
        this.page = page;
        runner.begin(page);
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        boolean more = runner.accept(context, page);
        output.written();
        return before.accept(context) && more;
    }

    @Override
    public boolean wantsHidden(Event event) {
        return runner.wantsHidden(event);
    }

    @Override
    public void passedOver(EventContext context) throws IOException {
        before.passedOver(context);
    }

    @Override
    public void idle() throws IOException {
        before.idle();
        output.flush();
    }

    /**
     * Ends the reports.
     *
     * @param note takes what the user is to be told
     */
    public void end(EventContext context, Consumer<String> note) {
        runner.end(context, page);
        if (runner.lacksProcessLoad()) {
            note.accept(
                    "no procinfo event says how much CPU time was used: live, kansoku makes them"
                            + " for reports of CPU use, and -w keeps them; -c topscalls_time shows"
                            + " the time that calls took");
        }
    }
}
