// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertCounts;
import dev.kansoku.rules.alert.AlertForm;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints alerts, a line each, up to a number of them; live each at once. */
final class AlertPrinter implements Consumer<Alert> {
    private final AlertForm form;
    private final long most;
    private final boolean live;
    private final AlertCounts counts = new AlertCounts();
    private @Nullable Output output;
    private @Nullable AlertOutputs outputs;

    AlertPrinter(AlertForm form, long most, boolean live) {
        this.form = form;
        this.most = most;
        this.live = live;
    }

    @Override
    public void accept(Alert alert) {
        if (output == null || counts.all() >= most) {
            return;
        }
        counts.count(alert);
        if (outputs != null) {
            outputs.accept(alert);
            return;
        }
        TextBuffer buffer = output.buffer();
        int from = buffer.length();
        form.write(alert, buffer);
        if (output.terminal()) {
            Printable.clean(buffer, from);
        }
        buffer.put('\n');
    }

    /** Has alerts sent where these go, instead of printing them. */
    void sendTo(AlertOutputs to) {
        outputs = to;
    }

    AlertCounts counts() {
        return counts;
    }

    /**
     * Shows events to who makes alerts of them, and writes these where that is due.
     *
     * @param detector makes them
     */
    Sink sink(Sink detector, Output to) {
        output = to;
        return new Sink() {
            private long written;

            @Override
            public boolean accept(EventContext context) throws IOException {
                detector.accept(context);
                if (counts.all() > written) {
                    written = counts.all();
                    if (live) {
                        to.flush();
                    } else {
                        to.written();
                    }
                }
                if (outputs != null) {
                    outputs.requireReaders();
                }
                return counts.all() < most;
            }

            @Override
            public void idle() throws IOException {
                detector.idle();
                to.flush();
            }
        };
    }
}
