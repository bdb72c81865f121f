// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import java.lang.invoke.VarHandle;

/**
 * Up to which time no further events can come.
 *
 * <p>Each CPU publishes, before it takes an event's time, that it is about to, and then that time,
 * and takes both back when the event lies in its ring. So after a look at the clock, a CPU that has
 * published nothing has handed over all from before that look, and one that has published a time
 * all from before that time. The bound is the earliest of these; idle CPUs do not hold it back.
 * Rings must be looked at after the bound was taken.
 *
 * <p>A CPU that was stopped in between, by a host of virtual machines say, holds the others' events
 * back for {@link #LONGEST_HOLD} at most: what it hands over then comes late. Not thread-safe.
 */
final class Watermarks {
    /** How long one CPU holds back the events of others, in nanoseconds. */
    static final long LONGEST_HOLD = 100_000_000;

    /**
     * How much two looks at the clock may differ that in truth followed each other, in nanoseconds:
     * the kernel programs' clock may step back by a little where the time is adjusted.
     */
    static final long MARGIN = 20_000;

    private final CpuAccounts accounts;
    private long bound;

    Watermarks(CpuAccounts accounts) {
        this.accounts = accounts;
    }

    /**
     * The time, in nanoseconds since boot, from before which no events will come. It never goes
     * back.
     *
     * @param now since boot, from just before this call
     */
    long bound(long now) {
        VarHandle.fullFence();
        long earliest = now - MARGIN;
        for (int cpu = 0; cpu < accounts.cpus(); cpu++) {
            long taking = accounts.watermark(cpu);
            if (taking == CpuAccounts.UNKNOWN) {
                earliest = Math.min(earliest, bound);
            } else if (taking != CpuAccounts.IDLE) {
                earliest = Math.min(earliest, taking);
            }
        }
        bound = Math.max(bound, Math.max(earliest, now - LONGEST_HOLD));
        return bound;
    }
}
