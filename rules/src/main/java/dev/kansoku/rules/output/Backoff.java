// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, up to a most, and by chance
 * between half and all of that, so that many senders do not come back at once.
 */
final class Backoff {
    private static final long FIRST = 100_000_000L;
    private static final long MOST = 30_000_000_000L;

    private final RandomGenerator chance;
    private long next = FIRST;

    Backoff(RandomGenerator chance) {
        this.chance = chance;
    }

    /** The nanoseconds to wait after one more failure. */
    long failed() {
        long whole = next;
        next = Math.min(MOST, whole * 2);
        return whole / 2 + chance.nextLong(whole / 2 + 1);
    }

    void succeeded() {
        next = FIRST;
    }
}
