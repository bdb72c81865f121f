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

    void count(boolean passes) {
        asked++;
        passed += passes ? 1 : 0;
    }

    void time(long nanos) {
        timed++;
        timedNanos += Math.max(0, nanos);
    }

    public long asked() {
        return asked;
    }

    public long passed() {
        return passed;
    }

    /** How long all of it took, in nanoseconds, as far as the sample tells. */
    public long nanos() {
        return timed == 0 ? 0 : (long) ((double) timedNanos / timed * asked);
    }
}
