// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

/**
 * An argument of a report.
 *
 * @param name what it is called
 * @param kind what it is
 * @param required whether the report needs it
 * @param description for people
 */
public record ReportArgument(String name, Kind kind, boolean required, String description) {
    /** What an argument is. */
    public enum Kind {
        TEXT,
        NUMBER,
        FIELD,
        FILTER,
        FILE
    }
}
