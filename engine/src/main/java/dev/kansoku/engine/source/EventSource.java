// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Where events come from. Used by one thread. */
public interface EventSource extends Closeable {
    /**
     * Moves the cursor to the next event. Start tables met on the way go to the listener first:
     * before the first event, and again where a new section of a capture begins.
     *
     * @return whether there was one; false at the end, and it stays false
     */
    boolean next(Event event, StartListener start) throws IOException;

    /**
     * Which system the event at hand is of, and during {@link #next} the start tables that are
     * handed over; each has a state of its own. Numbers are small, from 0 on.
     */
    default int system() {
        return 0;
    }

    /** What was lost so far, as far as this source knows. */
    Losses losses();

    /**
     * What the user must be told when {@link #next} has ended, one message each, such as that a
     * capture breaks off: all that was readable has been delivered, and the command ends with an
     * exit code that is not zero. Empty where all went well.
     */
    default List<String> faults() {
        return List.of();
    }

    /**
     * Whether more can be expected soon without blocking: a live source that has delivered all it
     * has answers false, and whoever prints flushes.
     */
    default boolean ready() {
        return true;
    }

    /**
     * How full the buffers are that events wait in while nobody calls {@link #next}, in percent; 0
     * where none can be lost by waiting.
     */
    default int fill() {
        return 0;
    }
}
