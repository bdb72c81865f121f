// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;

/**
 * A report without colours.
 *
 * @param report what is written
 */
record PlainReport(Report report) implements Report {
    @Override
    public void begin(Page page) {
        report.begin(page.plain());
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        return report.accept(context, page.plain());
    }

    @Override
    public void interval(EventContext context, Page page, Period period) {
        report.interval(context, page.plain(), period);
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        report.end(context, page.plain(), period);
    }

    @Override
    public long every() {
        return report.every();
    }
}
