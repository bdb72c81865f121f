// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells whether a thread that takes one event after the other goes on: waiting for the next one is
 * well, being at the same one for long is not. Costs the thread two plain stores an event.
 */
final class Pulse {
    private final AtomicLong beat = new AtomicLong();
    private final long patience;
    private long last = -1;
    private long since;

    /**
     * @param patience nanoseconds that one event may take
     */
    Pulse(long patience) {
        this.patience = patience;
    }

    /** The thread waits for another event. */
    void waits(long events) {
        beat.lazySet(events << 1 | 1);
    }

    /** The thread is at an event. */
    void works(long events) {
        beat.lazySet(events << 1);
    }

    /**
     * Whether the thread is at one event for too long, as far as those who asked before can tell.
     *
     * @param now nanoseconds, as of {@link System#nanoTime}
     */
    synchronized boolean isStuck(long now) {
        long at = beat.get();
        if (at != last) {
            last = at;
            since = now;
        }
        return (at & 1) == 0 && now - since > patience;
    }
}
