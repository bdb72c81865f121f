// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;

/** Says something about the events that are shown to it. Belongs to one thread. */
public interface Report {
    /** Writes what stands before everything else. */
    default void begin(Page page) {}

    /**
     * Takes an event that passed the report's filter.
     *
     * @return whether it wants more of them
     */
    boolean accept(EventContext context, Page page);

    /**
     * Ends an interval; the next begins with the event at hand, which was not accepted yet.
     *
     * @param context with the first event behind the interval
     */
    default void interval(EventContext context, Page page, Period period) {}

    /**
     * Ends the report.
     *
     * @param context with the last event, if there was one
     * @param period all of a replay, or what a live capture saw since its last interval
     */
    default void end(EventContext context, Page page, Period period) {}

    /** Whether it asks for the {@code procinfo} events that tell of CPU use, hidden from others. */
    default boolean wantsProcessLoad() {
        return false;
    }

    /** Whether what an interval writes is all that a screen is to show. */
    default boolean fillsScreen() {
        return false;
    }

    /** Nanoseconds between two intervals; 0 where the report has none. */
    default long every() {
        return 0;
    }
}
