// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import dev.kansoku.cli.console.LossText;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells of what a live source loses while it loses it, at most once a second. */
public final class LossWatch extends ForwardingSource {
    private static final long NANOS_PER_LINE = 1_000_000_000L;

    /** Counters are looked at behind so many events, and behind each that tells of lost ones. */
    private static final int EVENTS_PER_LOOK = 1024;

    private static final int DROP = 148;

    private final Consumer<String> notes;
    private final LongSupplier clock;
    private Losses told = Losses.NONE;
    private long lookAgain;
    private int events;

    /**
     * @param notes takes the lines
     * @param clock nanoseconds, as of {@link System#nanoTime}
     */
    public LossWatch(EventSource source, Consumer<String> notes, LongSupplier clock) {
        super(source);
        this.notes = notes;
        this.clock = clock;
        this.lookAgain = clock.getAsLong();
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (!origin.next(event, start)) {
            return false;
        }
        if (event.code() == DROP || ++events == EVENTS_PER_LOOK) {
            events = 0;
            look();
        }
        return true;
    }

    private void look() {
        long now = clock.getAsLong();
        if (now - lookAgain < 0) {
            return;
        }
        Losses losses = origin.losses();
        if (losses.isAny() && !losses.equals(told)) {
            told = losses;
            lookAgain = now + NANOS_PER_LINE;
            notes.accept(LossText.line(losses));
        }
    }
}
