// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.util.List;

/**
 * Hands everything on to another source; made to be changed in part, such as to end it early or to
 * look at what passes. Used by one thread, as every source.
 */
public abstract class ForwardingSource implements EventSource {
    /** Where the events come from. */
    protected final EventSource origin;

    /** Closes {@code origin} with itself. */
    protected ForwardingSource(EventSource origin) {
        this.origin = origin;
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        return origin.next(event, start);
    }

    /**
     * The source that knows which system events are of, of which there may be several around it.
     */
    public static EventSource innermost(EventSource source) {
        EventSource innermost = source;
        while (innermost instanceof ForwardingSource forwarding) {
            innermost = forwarding.origin;
        }
        return innermost;
    }

    @Override
    public final int system() {
        return origin.system();
    }

    @Override
    public Losses losses() {
        return origin.losses();
    }

    @Override
    public List<String> faults() {
        return origin.faults();
    }

    @Override
    public boolean ready() {
        return origin.ready();
    }

    @Override
    public int fill() {
        return origin.fill();
    }

    @Override
    public void close() throws IOException {
        origin.close();
    }
}
