package dev.kansoku.cli;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells of what a live source loses while it loses it, at most once a second. */
final class LossWatch implements EventSource {
    private static final long NANOS_PER_LINE = 1_000_000_000L;

    /** Counters are looked at behind so many events, and behind each that tells of lost ones. */
    private static final int EVENTS_PER_LOOK = 1024;

    private static final int DROP = 148;

    private final EventSource source;
    private final Consumer<String> notes;
    private final LongSupplier clock;
    private Losses told = Losses.NONE;
    private long lookAgain;
    private int events;

    /**
     * @param notes takes the lines
     * @param clock nanoseconds, as of {@link System#nanoTime}
     */
    LossWatch(EventSource source, Consumer<String> notes, LongSupplier clock) {
        this.source = source;
        this.notes = notes;
        this.clock = clock;
        this.lookAgain = clock.getAsLong();
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (!source.next(event, start)) {
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
        Losses losses = source.losses();
        if (losses.isAny() && !losses.equals(told)) {
            told = losses;
            lookAgain = now + NANOS_PER_LINE;
            notes.accept(LossText.line(losses));
        }
    }

    @Override
    public Losses losses() {
        return source.losses();
    }

    @Override
    public List<String> faults() {
        return source.faults();
    }

    @Override
    public boolean ready() {
        return source.ready();
    }

    @Override
    public int fill() {
        return source.fill();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
