// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

/**
 * A report that was made for its arguments.
 *
 * @param definition what it is
 * @param report takes events
 * @param filter which events it takes, in sysdig's language; empty for all
 */
public record PreparedReport(ReportDefinition definition, Report report, String filter) {
    /**
     * Whether events that its filter does not let through matter too, since they tell the time that
     * its intervals end at.
     */
    public boolean needsAllEvents() {
        return filter.isEmpty() || report.every() > 0;
    }
}
