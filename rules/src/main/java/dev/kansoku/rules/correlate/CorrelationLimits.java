// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

/**
 * How much is remembered at most. What has not been used for longest makes room, and is counted.
 *
 * @param sequences keys of begun sequences for each rule
 * @param windows keys of a threshold for each rule
 * @param suppressions alerts that are counted and not told, of all rules together
 */
public record CorrelationLimits(int sequences, int windows, int suppressions) {
    /** What is usual. */
    public static final CorrelationLimits DEFAULT = new CorrelationLimits(8192, 8192, 8192);
}
