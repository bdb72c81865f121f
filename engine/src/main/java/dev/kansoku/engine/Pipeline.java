// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.filter.Filter;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The straight way of an event: source, state, hidden-event rule, filter, sink.
 *
 * <p>The filter comes after the state, so that what it drops is still learned from. An event that
 * neither the filter nor the state wants costs no more than its timestamp.
 *
 * <p>Runs on the thread that calls {@link #run}; only {@link #stop} and {@link #want} may be called
 * from others.
 */
public final class Pipeline {
    private final EventSource source;

    /** Knows which system an event is of; asked for each, so not through all that is around it. */
    private final EventSource systems;

    private final EventContext context;
    private final Predicate<EventContext> filter;
    private volatile boolean[] unwanted;
    private final Sink sink;
    private @Nullable Consumer<EventContext> learner;

    private volatile boolean stopped;
    private long seen;
    private long shown;

    /**
     * Prepares a run.
     *
     * @param filter what events must pass
     * @param eventTypes the codes of all events that may pass the filter, or null where it does not
     *     say
     */
    public Pipeline(
            EventSource source,
            EventContext context,
            Predicate<EventContext> filter,
            @Nullable BitSet eventTypes,
            Sink sink) {
        this.source = source;
        this.systems = ForwardingSource.innermost(source);
        this.context = context;
        this.filter = filter;
        this.sink = sink;
        this.unwanted = unwanted(eventTypes, context);
    }

    private static boolean[] unwanted(@Nullable BitSet eventTypes, EventContext context) {
        boolean[] unwanted = new boolean[EventTable.size()];
        for (int code = 0; code < unwanted.length; code++) {
            unwanted[code] =
                    eventTypes != null
                            && !isWanted(eventTypes, code)
                            && context.state().ignores(code)
                            && !HiddenEvents.isMeta(code);
        }
        return unwanted;
    }

    /**
     * Shows events of other types than before to filter and sink, from the next one on. Safe from
     * every thread.
     *
     * @param eventTypes the codes of all events that may pass, or null for all
     */
    public void want(@Nullable BitSet eventTypes) {
        unwanted = unwanted(eventTypes, context);
    }

    /** A run of the events that pass a filter. */
    public Pipeline(
            EventSource source, EventContext context, Filter<EventContext> filter, Sink sink) {
        this(source, context, filter::matches, filter.eventTypes(), sink);
    }

    /** A run in which every event passes. */
    public Pipeline(EventSource source, EventContext context, Sink sink) {
        this(source, context, _ -> true, null, sink);
    }

    /**
     * Shows every event that the state has taken in to somebody who learns from it, before it is
     * filtered. To be called before {@link #run}.
     */
    public void teach(@Nullable Consumer<EventContext> newLearner) {
        learner = newLearner;
    }

    /** An enter is wanted for its exit too: latency and older parameters come from it. */
    private static boolean isWanted(BitSet eventTypes, int code) {
        return eventTypes.get(code)
                || (!EventTable.type(code).isExit() && eventTypes.get(code + 1));
    }

    /**
     * Moves events from the source to the sink until the source ends, the sink has enough, or
     * {@link #stop} is called. The source stays open.
     */
    public void run() throws IOException {
        Event event = context.event();
        SectionListener sections = new SectionListener(source, context);
        while (!stopped && source.next(event, sections)) {
            seen++;
            if (!take(event)) {
                break;
            }
            if (!source.ready()) {
                sink.idle();
            }
        }
        sink.idle();
    }

    /**
     * Takes one event. Apart from the loop, which is compiled anew whenever the virtual machine
     * learns more of what it runs into, and took a tenth of a second each time when it held all
     * this.
     *
     * @return whether the sink takes more
     */
    private boolean take(Event event) throws IOException {
        context.turnTo(systems.system());
        if (!unwanted[event.code()]) {
            context.state().apply(event);
            if (learner != null) {
                learner.accept(context);
            }
            return show(event);
        }
        context.hidden().met(event);
        if (!event.isStateOnly()) {
            context.skipped();
        }
        return true;
    }

    private boolean show(Event event) throws IOException {
        if (context.hidden().isLeading(event)) {
            sink.passedOver(context);
            return true;
        }
        if (HiddenEvents.isHidden(event)) {
            if (sink.wantsHidden(event) && filter.test(context)) {
                return sink.accept(context);
            }
            sink.passedOver(context);
            return true;
        }
        context.arrived();
        boolean more = true;
        if (filter.test(context)) {
            shown++;
            more = sink.accept(context);
            context.shown();
        } else {
            sink.passedOver(context);
        }
        context.passed();
        return more;
    }

    /**
     * Ends the run after the event at hand. A source that waits for its next event is ended by
     * closing it.
     */
    public void stop() {
        stopped = true;
    }

    /** Events that the source delivered, hidden ones included. */
    public long seen() {
        return seen;
    }

    /** Events that reached the sink. */
    public long shown() {
        return shown;
    }
}
