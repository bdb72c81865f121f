// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;

/** The CPU time that a thread used between two {@code procinfo} events, which count 10 ms. */
final class ProcessLoad implements TopTable.Amount {
    /** A percent of the second between two of them. */
    private static final long TICK = 10_000_000L;

    private final FieldNumber percent;

    ProcessLoad(ReportSetting setting) throws FilterException {
        percent = FieldNumber.of("thread.cpu", setting.text());
    }

    /** Nanoseconds; none for the first event of a thread. */
    @Override
    public long of(EventContext context) {
        long share = percent.read(context);
        return share == FieldNumber.MISSING ? share : share * TICK;
    }
}
