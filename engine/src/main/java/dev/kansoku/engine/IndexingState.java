// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import dev.kansoku.engine.state.StateWriter;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.ForwardingListener;
import dev.kansoku.scap.IndexedState;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Keeps for an index what a {@link Pipeline} over its capture would know at each event. Used by one
 * thread.
 */
public class IndexingState extends ForwardingListener implements IndexedState {
    private final SystemState state;
    private final HiddenEvents hidden = new HiddenEvents();
    private final StateWriter writer;
    private long first;
    private long previous;

    /** Nothing is known yet. */
    public IndexingState() {
        this(new SystemState());
    }

    private IndexingState(SystemState state) {
        super(state);
        this.state = state;
        this.writer = new StateWriter(state);
    }

    @Override
    public void apply(Event event) {
        state.apply(event);
        if (hidden.isLeading(event) || HiddenEvents.isHidden(event)) {
            return;
        }
        previous = event.timestamp();
        first = first == 0 ? previous : first;
    }

    @Override
    public void write(long timestamp, OutputStream to) throws IOException {
        try (ScapWriter capture = ScapWriter.to(to, ScapWriter.Compression.NONE)) {
            writer.all(timestamp, capture, capture::write);
        }
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long previous() {
        return previous;
    }

    @Override
    public void section() {
        super.section();
        hidden.section();
    }
}
