// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

/**
 * A time that a report is about.
 *
 * @param from nanoseconds since the epoch
 * @param to where it ends
 */
public record Period(long from, long to) {
    long nanos() {
        return to - from;
    }
}
