// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Keeps the state of a system while its capture is indexed, so that the index can hold it and a
 * reader need not begin at the capture's begin. Start tables are told to it as they come. Used by
 * one thread.
 */
public interface IndexedState extends StartListener {
    /** Learns from an event. */
    void apply(Event event);

    /**
     * Writes all that is known before an event: a capture of tables and of events that only tell of
     * state.
     *
     * @param timestamp the event's
     */
    void write(long timestamp, OutputStream to) throws IOException;

    /** How many bytes of the capture, unpacked, lie between two places whose state is held. */
    default long spacing() {
        return 2 << 20;
    }

    /** When the first event happened that is more than a description; 0 before it. */
    long first();

    /** When the last such event did; 0 before the first. */
    long previous();
}
