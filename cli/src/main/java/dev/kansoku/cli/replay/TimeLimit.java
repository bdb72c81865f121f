// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.replay;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;

/** Ends a replay after a span of its own time. */
final class TimeLimit extends ForwardingSource {
    private final long nanos;
    private long first;
    private boolean ended;

    TimeLimit(EventSource source, long nanos) {
        super(source);
        this.nanos = nanos;
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (ended || !origin.next(event, start)) {
            return false;
        }
        first = first == 0 ? event.timestamp() : first;
        ended = event.timestamp() - first >= nanos;
        return !ended;
    }
}
