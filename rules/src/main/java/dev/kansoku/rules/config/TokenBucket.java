// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

/** Lets something happen so often in the long run, and so often at once. */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double rate;
    private final double burst;
    private double tokens;
    private long last = Long.MIN_VALUE;

    TokenBucket(double rate, double burst) {
        this.rate = rate;
        this.burst = burst;
        this.tokens = burst;
    }

    /** Whether it may happen now. */
    boolean claim(long nanos) {
        if (last != Long.MIN_VALUE && nanos > last) {
            tokens = Math.min(burst, tokens + (nanos - last) / NANOS * rate);
        }
        last = Math.max(last, nanos);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
