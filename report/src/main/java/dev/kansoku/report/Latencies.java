// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

/**
 * How long calls took, in buckets of which each is a 32nd of its power of two wide: percentiles are
 * right to 3 percent. Not thread-safe.
 */
final class Latencies {
    private static final int FINE = 5;
    private static final int SUBS = 1 << FINE;

    private final int[] buckets = new int[(Long.SIZE - FINE) * SUBS];
    private long count;
    private long total;
    private long most;

    void add(long nanos) {
        count++;
        total += nanos;
        most = Math.max(most, nanos);
        buckets[bucket(nanos)]++;
    }

    long count() {
        return count;
    }

    long total() {
        return total;
    }

    long most() {
        return most;
    }

    /** The time that this share of the calls took at most. */
    long percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(count * share));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= wanted) {
                return Math.min(most, upper(i));
            }
        }
        return most;
    }

    /** Below 64 each number has a bucket; above, the five bits behind the first one decide. */
    static int bucket(long nanos) {
        if (nanos < 2 * SUBS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - FINE;
        return shift * SUBS + (int) (nanos >>> shift);
    }

    private static long upper(int bucket) {
        if (bucket < 2 * SUBS) {
            return bucket;
        }
        int shift = bucket / SUBS - 1;
        return ((long) (bucket - shift * SUBS) + 1 << shift) - 1;
    }
}
