// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import org.jspecify.annotations.Nullable;

/**
 * How many matches make an alert. After an alert counting begins anew.
 *
 * @param count of matches, or of different values
 * @param withinNanos in which they have to happen, by the events' own times
 * @param by what the matches have in common
 * @param distinct the field whose different values are counted, or null where matches are
 */
public record Threshold(int count, long withinNanos, JoinKey by, @Nullable String distinct) {
    /** Most matches that can be asked for. */
    public static final int MOST = 1_000_000;

    /** Most different values that can be asked for. */
    public static final int MOST_DISTINCT = 1024;
}
