// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.recording;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where events go that passed the filter: into a recording, onto a page, or both. */
public final class Destination implements Sink {
    private final @Nullable Recorder recorder;
    private final @Nullable Sink printer;
    private final long most;
    private long taken;

    /**
     * @param most how many events are taken where none are printed
     */
    public Destination(@Nullable Recorder recorder, @Nullable Sink printer, long most) {
        this.recorder = recorder;
        this.printer = printer;
        this.most = most;
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        taken++;
        if (recorder != null) {
            recorder.record(context.event());
        }
        return printer == null ? taken < most : printer.accept(context);
    }

    @Override
    public void passedOver(EventContext context) throws IOException {
        if (recorder != null) {
            recorder.passedOver(context.event());
        }
    }

    @Override
    public void idle() throws IOException {
        if (printer != null) {
            printer.idle();
        }
    }
}
