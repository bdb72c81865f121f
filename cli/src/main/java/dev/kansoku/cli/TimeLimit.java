package dev.kansoku.cli;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.util.List;

/** Ends a replay after a span of its own time. */
final class TimeLimit implements EventSource {
    private final EventSource source;
    private final long nanos;
    private long first;
    private boolean ended;

    TimeLimit(EventSource source, long nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (ended || !source.next(event, start)) {
            return false;
        }
        first = first == 0 ? event.timestamp() : first;
        ended = event.timestamp() - first >= nanos;
        return !ended;
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
        source.close();
    }
}
