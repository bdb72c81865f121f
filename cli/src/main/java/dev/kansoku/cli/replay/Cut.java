// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.replay;

import dev.kansoku.cli.option.TimePoint;
import dev.kansoku.cli.request.ReplayOptions;
import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import java.util.function.Predicate;

/**
 * The part of a capture that is shown. What comes before only runs through the state, so that it is
 * right where the part begins. Used by one thread.
 */
public final class Cut implements Predicate<EventContext> {
    /** Events of different CPUs may be out of order by as much; what is so late ends the replay. */
    private static final long DISORDER = TimePoint.NANOS_PER_SECOND;

    private final ReplayOptions options;
    private final long lastTimestamp;
    private final long mostNanos;
    private Runnable end = () -> {};
    private long resumedFirst;
    private long resumedPrevious;
    private boolean begun;
    private boolean shown;
    private long from = Long.MIN_VALUE;
    private long to = Long.MAX_VALUE;

    /**
     * @param lastTimestamp of the captures' last event, where {@code --last} asks for it
     * @param mostNanos how long the part is at most
     */
    Cut(ReplayOptions options, long lastTimestamp, long mostNanos) {
        this.options = options;
        this.lastTimestamp = lastTimestamp;
        this.mostNanos = mostNanos;
    }

    /** The events begin inside of the capture, as an index has it. */
    void resume(long first, long previous) {
        resumedFirst = first;
        resumedPrevious = previous;
    }

    /**
     * Before the run.
     *
     * @param action is done when the part is over
     */
    public void begin(EventContext context, Runnable action) {
        if (resumedFirst != 0) {
            context.resume(resumedFirst, resumedPrevious);
        }
        end = action;
    }

    @Override
    public boolean test(EventContext context) {
        Event event = context.event();
        long now = event.timestamp();
        if (!begun) {
            if (context.firstTimestamp() == 0) {
                return false; // of the head, before the first event that counts
            }
            begin(context.firstTimestamp());
        }
        if (now > to) {
            if (now - DISORDER > to) {
                end.run();
            }
            return false;
        }
        if (now < from || event.number() < options.fromEvent()) {
            return false;
        }
        if (!shown) {
            shown = true;
            to = mostNanos < Long.MAX_VALUE - now ? Math.min(to, now + mostNanos - 1) : to;
        }
        return true;
    }

    private void begin(long first) {
        begun = true;
        TimePoint start = options.from();
        TimePoint stop = options.to();
        if (start != null) {
            from = start.in(first);
        } else if (options.last() >= 0) {
            from = lastTimestamp - options.last();
        }
        if (stop != null) {
            to = stop.in(first);
        }
    }
}
