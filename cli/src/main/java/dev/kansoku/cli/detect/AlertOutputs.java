// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertForm;
import dev.kansoku.rules.output.GoneException;
import dev.kansoku.rules.output.OutputCounts;
import dev.kansoku.rules.output.OutputSpec;
import dev.kansoku.rules.output.OutputSpecException;
import dev.kansoku.rules.output.OutputSurroundings;
import dev.kansoku.rules.output.Outputs;
import dev.kansoku.rules.output.Patience;
import java.util.List;
import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * Where the alerts of a run go when they are not simply printed. Live it waits for none of them; a
 * replay waits for those that are slow. SIGUSR1 has files and connections opened anew.
 */
final class AlertOutputs implements Consumer<Alert>, AutoCloseable {
    private static final String REOPEN = "USR1";

    private final Outputs outputs;
    private final OutputSurroundings surroundings;
    private final Consumer<String> notes;
    private boolean closed;

    private AlertOutputs(Outputs outputs, OutputSurroundings surroundings, Consumer<String> notes) {
        this.outputs = outputs;
        this.surroundings = surroundings;
        this.notes = notes;
    }

    /**
     * Opens them.
     *
     * @param jsonAsked whether outputs that do not say otherwise get JSON
     * @param live whether events go on meanwhile
     * @param notes is told of receivers that go away, by many threads
     */
    static AlertOutputs open(
            List<OutputSpec> specs,
            AlertForm text,
            AlertForm json,
            boolean jsonAsked,
            boolean live,
            Consumer<String> notes)
            throws Failure {
        try {
            OutputSurroundings surroundings =
                    new OutputSurroundings(
                            text,
                            json,
                            jsonAsked,
                            live ? Patience.NONE : Patience.WAITS,
                            SyslogSocket::open,
                            notes,
                            AlertOutputs::printed);
            AlertOutputs opened =
                    new AlertOutputs(Outputs.open(specs, surroundings), surroundings, notes);
            Signal.handle(new Signal(REOPEN), _ -> opened.outputs.reopen());
            return opened;
        } catch (OutputSpecException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line(e.getMessage()));
        }
    }

    /** Nothing that is printed steers a terminal. */
    private static AlertForm printed(AlertForm form) {
        return Output.isTerminal()
                ? (alert, out) -> {
                    int from = out.length();
                    form.write(alert, out);
                    Printable.clean(out, from);
                }
                : form;
    }

    @Override
    public void accept(Alert alert) {
        outputs.accept(alert);
    }

    /**
     * Has alerts go elsewhere; those that stay as they were go on. Waits for those that end, and
     * tells what they lost.
     */
    void exchange(List<OutputSpec> specs) throws Failure {
        try {
            outputs.exchange(specs, surroundings).forEach(this::tell);
        } catch (OutputSpecException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line(e.getMessage()));
        }
    }

    /** What became of the alerts so far. */
    List<OutputCounts> counts() {
        return outputs.counts();
    }

    /** Ends the run where whoever reads standard output has gone away. */
    void requireReaders() throws OutputException {
        GoneException gone = outputs.gone();
        if (gone != null) {
            throw new OutputException("standard output", gone);
        }
    }

    /** Waits a while for what is not sent yet, and tells what is lost. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        outputs.close();
        outputs.counts().forEach(this::tell);
    }

    private void tell(OutputCounts output) {
        if (output.lost() > 0) {
            notes.accept(lost(output));
        }
        if (output.spilled() > 0) {
            notes.accept(
                    output.name()
                            + ": "
                            + output.spilled()
                            + " alerts wait on disk for the next run");
        }
    }

    private static String lost(OutputCounts output) {
        return output.name()
                + ": "
                + output.lost()
                + " of "
                + (output.accepted() + output.recovered())
                + " alerts lost ("
                + output.dropped()
                + " without room, "
                + output.refused()
                + " refused, "
                + output.undelivered()
                + " not delivered in time)"
                + (output.trouble().isEmpty() ? "" : ": " + output.trouble());
    }
}
