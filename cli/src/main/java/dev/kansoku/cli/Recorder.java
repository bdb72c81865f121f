package dev.kansoku.cli;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.BothListeners;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.util.List;

/**
 * Records what a source delivers while it passes through: the start tables and the events that
 * describe the system always, other events either all or, where there is a filter, those that
 * {@link #record} is given.
 */
final class Recorder implements EventSource {
    private final EventSource source;
    private final String name;
    private final ScapWriter writer;
    private final boolean all;
    private final PeriodicRun flushing;

    /**
     * Begins a capture.
     *
     * @param all whether every event is recorded
     * @param live whether events may be long in coming, so that those that are there must not wait
     *     for more
     */
    Recorder(EventSource source, Recording recording, boolean all, boolean live)
            throws OutputException {
        this.source = source;
        this.name = recording.isStandardOutput() ? "standard output" : recording.name();
        this.all = all;
        try {
            this.writer = ScapWriter.create(recording.name(), recording.compression());
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
        this.flushing = live ? PeriodicRun.everySecond(this::letGo) : PeriodicRun.never();
        if (live) {
            writer.letGo(); // a capture without events is one, too
        }
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (!source.next(event, new BothListeners(writer, start))) {
            return false;
        }
        if (all || describesSystem(event.type())) {
            write(event);
        }
        return true;
    }

    /** Takes an event that passed the filter. */
    void record(Event event) throws OutputException {
        if (!all && !describesSystem(event.type())) {
            write(event);
        }
    }

    private void write(Event event) throws OutputException {
        try {
            if (!flushing.runs()) {
                writer.write(event);
                return;
            }
            synchronized (writer) {
                writer.write(event);
            }
            flushing.begin();
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /** A failure is thrown by whatever is written next. */
    private void letGo() {
        synchronized (writer) {
            if (writer.bytesWaiting() > 0) {
                writer.letGo();
            }
        }
    }

    private static boolean describesSystem(EventType type) {
        return type.is(Category.Origin.METAEVENT);
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
        try (source) {
            flushing.end();
            writer.close();
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }
}
