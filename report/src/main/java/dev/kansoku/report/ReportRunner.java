// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Moves events into reports, and ends their intervals, which begin and end at whole multiples of
 * their length by the events' own clock. Belongs to one thread.
 */
public final class ReportRunner {
    private static final String PROCESS_LOAD = "procinfo";

    private final List<Part> parts = new ArrayList<>();
    private boolean wantsProcessLoad;
    private boolean hasProcessLoad;
    private boolean fillsScreen;

    /** A report and how far it is. */
    private static final class Part {
        private final Report report;
        private final Predicate<EventContext> filter;
        private final long every;
        private long sample;
        private long from;
        private long last;
        private boolean begun;
        private boolean full;

        Part(Report report, Predicate<EventContext> filter) {
            this.report = report;
            this.filter = filter;
            this.every = report.every();
        }

        /** Whether an interval ended before an event of this time. */
        boolean isPast(long time) {
            return begun && every > 0 && sample(time) != sample;
        }

        /** Ends the interval before the event at hand. */
        void next(EventContext context, Page page) {
            long time = context.event().timestamp();
            report.interval(context, page, new Period(from, time));
            from = time;
            sample = sample(time);
        }

        void pass(long time) {
            if (!begun) {
                begun = true;
                from = time;
                sample = sample(time);
            }
            last = time;
        }

        /** What no interval was about. */
        Period rest(EventContext context) {
            return every > 0
                    ? new Period(from, last)
                    : new Period(context.firstTimestamp(), context.previousTimestamp());
        }

        private long sample(long time) {
            return every > 0 ? time - Math.floorMod(time, every) : 0;
        }
    }

    /**
     * Adds a report.
     *
     * @param filter which events it takes
     */
    public void add(Report report, Predicate<EventContext> filter) {
        parts.add(new Part(report, filter));
        wantsProcessLoad |= report.wantsProcessLoad();
        fillsScreen = report.fillsScreen() && (fillsScreen || parts.size() == 1);
    }

    /** Writes what stands before everything else. */
    public void begin(Page page) {
        parts.forEach(part -> part.report.begin(page));
    }

    /**
     * Takes the event at hand.
     *
     * @return whether a report wants more
     */
    public boolean accept(EventContext context, Page page) {
        long time = context.event().timestamp();
        hasProcessLoad |= wantsProcessLoad && wantsHidden(context.event());
        endIntervals(context, time, page);
        boolean more = false;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.full) {
                continue;
            }
            part.pass(time);
            if (part.filter.test(context)) {
                part.full = !part.report.accept(context, page);
            }
            more |= !part.full;
        }
        return more;
    }

    private void endIntervals(EventContext context, long time, Page page) {
        boolean clear = fillsScreen;
        int shown = page.text().length();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.isPast(time)) {
                if (clear) {
                    page.refresh();
                    clear = false;
                }
                part.next(context, page);
            }
        }
        if (fillsScreen && !clear) {
            page.fit(shown);
        }
    }

    /** Whether a report asks for an event that is hidden from others. */
    public boolean wantsHidden(Event event) {
        return wantsProcessLoad && event.type().name().equals(PROCESS_LOAD);
    }

    /** Whether a report asks for CPU use, and no event told of it. */
    public boolean lacksProcessLoad() {
        return wantsProcessLoad && !hasProcessLoad;
    }

    /** Ends all reports. */
    public void end(EventContext context, Page page) {
        if (fillsScreen) {
            page.refresh();
        }
        for (Part part : parts) {
            part.report.end(context, page, part.rest(context));
        }
    }
}
