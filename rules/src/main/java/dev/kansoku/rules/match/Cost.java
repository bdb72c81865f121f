// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

/**
 * How often something was asked and passed, and how long it took, known from a sample. Not
 * thread-safe.
 */
public final class Cost {
    private long asked;
    private long passed;
    private long timed;
    private long timedNanos;
    private long firstNanos;

    void count(boolean passes) {
        asked++;
        passed += passes ? 1 : 0;
    }

    void time(long nanos) {
        if (timed++ == 0) {
            firstNanos = Math.max(0, nanos);
        } else {
            timedNanos += Math.max(0, nanos);
        }
    }

    /** How often it was timed. */
    public long timed() {
        return timed;
    }

    public long asked() {
        return asked;
    }

    public long passed() {
        return passed;
    }

    /**
     * How long all of it took, in nanoseconds, as far as the sample tells. The first time counts
     * only where there is no other, since classes are loaded then. 0 where nothing was timed.
     */
    public long nanos() {
        double each = timed > 1 ? (double) timedNanos / (timed - 1) : firstNanos;
        return (long) (each * asked);
    }
}
