// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import dev.kansoku.filter.syntax.FilterException;
import java.util.Arrays;

/**
 * The CPU time that a thread used between two {@code procinfo} events, which tell of all it used so
 * far in ticks of 10 ms.
 */
final class ProcessLoad implements TopTable.Amount {
    private static final long TICK = 10_000_000L;

    /** More than that in an interval of a second is a counter that began anew. */
    private static final long MOST_TICKS = 100;

    private final FieldNumber user;
    private final FieldNumber system;
    private final KeyTable threads = new KeyTable();
    private final byte[] tid = new byte[Long.BYTES];
    private long[] totals = new long[32];

    ProcessLoad(ReportSetting setting) throws FilterException {
        user = FieldNumber.of("evt.rawarg.cpu_usr", setting.text());
        system = FieldNumber.of("evt.rawarg.cpu_sys", setting.text());
    }

    /** Nanoseconds; none for the first event of a thread. */
    @Override
    public long of(EventContext context) {
        long ticks = user.read(context);
        long systemTicks = system.read(context);
        int thread = thread(context.event());
        if (ticks < 0 || systemTicks < 0 || thread < 0) {
            return FieldNumber.MISSING;
        }
        if (thread >= totals.length) {
            totals = Arrays.copyOf(totals, Math.max(totals.length * 2, thread + 1));
        }
        long before = totals[thread];
        long total = ticks + systemTicks;
        totals[thread] = total;
        return before == 0 || total < before ? 0 : Math.min(total - before, MOST_TICKS) * TICK;
    }

    private int thread(Event event) {
        long id = event.tid();
        for (int i = 0; i < tid.length; i++) {
            tid[i] = (byte) (id >> (Byte.SIZE * i));
        }
        return threads.index(tid, 0, tid.length);
    }
}
