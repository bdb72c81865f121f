// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import dev.kansoku.event.Event;
import java.io.IOException;

/** Where events that passed the filter go: a printer, a recorder, a report. Used by one thread. */
@FunctionalInterface
public interface Sink {
    /**
     * Takes the event at hand, which is valid until this returns.
     *
     * @return whether more are wanted; false ends the pipeline, as when enough was printed
     */
    boolean accept(EventContext context) throws IOException;

    /**
     * Whether an event is wanted that carries nothing but state and is hidden from others, as
     * {@code procinfo} is.
     */
    default boolean wantsHidden(Event event) {
        return false;
    }

    /**
     * Called for an event that did not pass the filter, or is shown to nobody, but that the state
     * may have learned from.
     */
    default void passedOver(EventContext context) throws IOException {}

    /**
     * Called where the source has nothing ready, and once at the end: whoever buffers output lets
     * go of it.
     */
    default void idle() throws IOException {}
}
