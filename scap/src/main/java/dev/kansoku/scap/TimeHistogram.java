// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.util.Arrays;

/**
 * Counts of events over time, in equal buckets whose width doubles as the time grows, so that there
 * are never more than {@value #MOST}. Not thread-safe.
 */
final class TimeHistogram {
    static final int MOST = 2048;

    /** A millisecond. */
    private static final long FIRST_WIDTH = 1_000_000;

    /** A bit over 52 days a bucket: 300 years in all. What is beyond is counted at the edge. */
    private static final long LAST_WIDTH = FIRST_WIDTH << 32;

    private final long[] counts = new long[MOST];
    private long start;
    private long width = FIRST_WIDTH;
    private boolean any;

    void add(long timestamp) {
        if (!any) {
            any = true;
            start = timestamp - Math.floorMod(timestamp, FIRST_WIDTH);
        }
        long distance = timestamp - start;
        while ((distance < 0 || distance / width >= MOST) && width < LAST_WIDTH) {
            widen(distance < 0);
            distance = timestamp - start;
        }
        counts[(int) Math.clamp(distance / width, 0, MOST - 1)]++;
    }

    /** Doubles the buckets' width, the room gained being before or behind what is there. */
    private void widen(boolean before) {
        int shift = before ? MOST : 0;
        long[] wide = new long[MOST];
        for (int i = 0; i < MOST; i++) {
            wide[i + shift >> 1] += counts[i];
        }
        System.arraycopy(wide, 0, counts, 0, MOST);
        start -= before ? MOST * width : 0;
        width *= 2;
    }

    /** Where the first bucket begins. */
    long start() {
        return start;
    }

    /** Nanoseconds. */
    long width() {
        return width;
    }

    /** The buckets up to the last that has events. */
    long[] counts() {
        int end = MOST;
        while (end > 0 && counts[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(counts, end);
    }
}
