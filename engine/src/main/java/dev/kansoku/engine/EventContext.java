// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import dev.kansoku.engine.state.StateLimits;
import dev.kansoku.engine.state.StateLosses;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.Event;
import dev.kansoku.event.render.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * The event at hand together with what is known around it: what fields are taken from. One for a
 * pipeline, moved from event to event by the pipeline.
 */
public final class EventContext {
    private final Event event = new Event();
    private final StateLimits limits;
    private final List<ObservedSystem> systems = new ArrayList<>();
    private ObservedSystem current;
    private SystemState state;
    private int system;
    private long firstTimestamp;
    private long previousTimestamp;
    private long previousShownTimestamp;

    /** A context with the usual limits. */
    public EventContext() {
        this(StateLimits.DEFAULT);
    }

    /**
     * @param limits how much the state of each system may keep
     */
    public EventContext(StateLimits limits) {
        this.limits = limits;
        current = new ObservedSystem(limits);
        state = current.state;
        systems.add(current);
    }

    public Event event() {
        return event;
    }

    /** What is known of the system that the event at hand is of. */
    public SystemState state() {
        return state;
    }

    /** What numbers in the event at hand stand for. */
    public Names names() {
        return current.names;
    }

    /** Timestamp of the first event that is not meta: where {@code evt.reltime} starts. */
    public long firstTimestamp() {
        return firstTimestamp;
    }

    /** Timestamp of the event before, shown or not; that of this event for the first. */
    public long previousTimestamp() {
        return previousTimestamp;
    }

    /** Timestamp of the last event that was shown; that of this event for the first. */
    public long previousShownTimestamp() {
        return previousShownTimestamp;
    }

    /**
     * Begins inside of a capture as if what comes before had been seen.
     *
     * @param first when its first event happened that counts
     * @param previous when the event before the next one did
     */
    public void resume(long first, long previous) {
        firstTimestamp = first;
        previousTimestamp = previous;
    }

    /** What the states of all systems had no room for. */
    public StateLosses losses() {
        StateLosses losses = systems.getFirst().state.losses();
        for (ObservedSystem other : systems.subList(1, systems.size())) {
            losses = losses.plus(other.state.losses());
        }
        return losses;
    }

    /** Makes another system the one that events and start tables are of. */
    void turnTo(int number) {
        if (number != system) {
            while (systems.size() <= number) {
                systems.add(new ObservedSystem(limits));
            }
            system = number;
            current = systems.get(number);
            state = current.state;
        }
    }

    HiddenEvents hidden() {
        return current.hidden;
    }

    /** The event at hand is a new one. */
    void arrived() {
        long now = event.timestamp();
        if (firstTimestamp == 0) {
            firstTimestamp = now;
            previousTimestamp = now;
        }
        if (previousShownTimestamp == 0) {
            previousShownTimestamp = now;
        }
    }

    /** The event at hand is an old one. */
    void passed() {
        previousTimestamp = event.timestamp();
    }

    /** The event at hand was new and is old already: nobody asked for it. */
    void skipped() {
        long now = event.timestamp();
        if (firstTimestamp == 0) {
            firstTimestamp = now;
        }
        previousTimestamp = now;
    }

    void shown() {
        previousShownTimestamp = event.timestamp();
    }
}
