package dev.kansoku.engine;

import dev.kansoku.engine.state.StateLimits;
import dev.kansoku.engine.state.StateNames;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.Event;
import dev.kansoku.event.render.Names;

/**
 * The event at hand together with what is known around it: what fields are taken from. One for a
 * pipeline, moved from event to event by the pipeline.
 */
public final class EventContext {
    private final Event event = new Event();
    private final SystemState state;
    private final Names names;
    private long firstTimestamp;
    private long previousTimestamp;
    private long previousShownTimestamp;

    /** A context with the usual limits. */
    public EventContext() {
        this(StateLimits.DEFAULT);
    }

    /**
     * @param limits how much the state may keep
     */
    public EventContext(StateLimits limits) {
        state = new SystemState(limits);
        names = new StateNames(state);
    }

    public Event event() {
        return event;
    }

    public SystemState state() {
        return state;
    }

    /** What numbers in the event at hand stand for. */
    public Names names() {
        return names;
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
