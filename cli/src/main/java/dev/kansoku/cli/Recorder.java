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
import java.nio.file.Path;
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

    /**
     * Begins a capture, which is compressed where its name ends with {@code .gz}.
     *
     * @param all whether every event is recorded
     */
    Recorder(EventSource source, String name, boolean all) throws OutputException {
        this.source = source;
        this.name = name;
        this.all = all;
        try {
            this.writer =
                    ScapWriter.create(
                            Path.of(name),
                            name.endsWith(".gz")
                                    ? ScapWriter.Compression.GZIP
                                    : ScapWriter.Compression.NONE);
        } catch (IOException e) {
            throw new OutputException("cannot write", e);
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
            writer.write(event);
        } catch (IOException e) {
            throw new OutputException(name, e);
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
    public void close() throws IOException {
        try (source) {
            writer.close();
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }
}
