// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The share of a CPU that a thread used since the {@code procinfo} event before, in percent. Such
 * an event tells, about once a second, of all that a thread used so far in ticks of 10 ms, so that
 * a tick is a percent; the first of a thread tells nothing yet. It may be asked several times about
 * one event. Belongs to one thread.
 */
final class ThreadLoad implements Extractor<EventContext> {
    /** More than all of a CPU is a counter that began anew. */
    private static final long MOST = 100;

    private static final int MOST_THREADS = 1 << 17;
    private static final String TYPE = "procinfo";
    private static final String USER = "cpu_usr";
    private static final String SYSTEM = "cpu_sys";

    /**
     * What a thread's last event told.
     *
     * @param event the event's number
     * @param total ticks
     * @param share since the one before, in percent
     */
    private record Told(long event, long total, long share) {}

    private final boolean user;
    private final boolean system;
    private final Map<Long, Told> told =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Told> eldest) {
                    return size() > MOST_THREADS;
                }
            };

    /**
     * @param user whether time in user mode counts
     * @param system whether time in the kernel counts
     */
    ThreadLoad(boolean user, boolean system) {
        this.user = user;
        this.system = system;
    }

    @Override
    public boolean extract(EventContext context, FieldValue out) {
        Event event = context.event();
        if (!event.type().name().equals(TYPE)) {
            return false;
        }
        long total = (user ? ticks(event, USER) : 0) + (system ? ticks(event, SYSTEM) : 0);
        out.real((double) share(event, total));
        return true;
    }

    private long share(Event event, long total) {
        Told before = told.get(event.tid());
        if (before != null && before.event == event.number()) {
            return before.share;
        }
        long share =
                before == null || before.total == 0 || total < before.total
                        ? 0
                        : Math.min(total - before.total, MOST);
        told.put(event.tid(), new Told(event.number(), total, share));
        return share;
    }

    private static long ticks(Event event, String parameter) {
        int index = event.type().indexOf(parameter);
        return index >= 0 && event.has(index) ? event.unsigned(index) : 0;
    }
}
