// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

/**
 * How much is remembered at a moment, and what had to make room since the beginning.
 *
 * @param sequences keys of begun sequences
 * @param windows keys of thresholds
 * @param suppressions alerts of which equal ones are counted
 * @param evictedSequences keys of begun sequences that made room before their time
 * @param evictedWindows keys of thresholds that did
 * @param evictedSuppressions alerts that did; what was counted of them was told then
 * @param suppressed alerts that were counted and not told
 */
public record CorrelationCounts(
        long sequences,
        long windows,
        long suppressions,
        long evictedSequences,
        long evictedWindows,
        long evictedSuppressions,
        long suppressed) {}
