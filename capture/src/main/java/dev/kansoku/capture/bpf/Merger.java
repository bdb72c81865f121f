// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Takes events out of all rings in the order of their times, each when no earlier one can come any
 * more. It stays with one ring while that one's events come before all others', so that many CPUs
 * cost a scan only where the lead changes. Not thread-safe.
 */
final class Merger {
    /** How long programs that are about to end are waited for, in nanoseconds. */
    private static final long LONGEST_END = 10_000_000;

    private static final long STEP = 50_000;

    private final Ring[] rings;
    private final CpuAccounts accounts;
    private final Watermarks watermarks;
    private final LongSupplier clock;
    private int current;
    private long othersHead;
    private long bound;
    private long delivered;
    private long late;

    /**
     * @param clock nanoseconds since boot
     */
    Merger(Ring[] rings, CpuAccounts accounts, LongSupplier clock) {
        this.rings = rings;
        this.accounts = accounts;
        this.watermarks = new Watermarks(accounts);
        this.clock = clock;
    }

    /**
     * Gives space back to the kernel and takes note of what it has written since. Returns whether
     * there is something to take.
     */
    boolean advance() {
        for (Ring ring : rings) {
            ring.release();
        }
        bound = watermarks.bound(clock.getAsLong());
        refresh();
        return earliest() >= 0;
    }

    /**
     * The same at the end, when no program is attached any more: whatever is there can be taken.
     */
    boolean advanceToEnd() {
        for (long waited = 0; accounts.isAnyBusy() && waited < LONGEST_END; waited += STEP) {
            LockSupport.parkNanos(STEP);
        }
        bound = Long.MAX_VALUE;
        refresh();
        return earliest() >= 0;
    }

    private void refresh() {
        for (Ring ring : rings) {
            ring.refresh();
        }
        choose();
    }

    /** The index of the ring that holds the next event, or -1 where there is none to take. */
    int earliest() {
        long head = rings[current].headTime();
        if (head > othersHead) {
            choose();
            head = rings[current].headTime();
        }
        return head < bound ? current : -1;
    }

    /**
     * Takes the next event of a ring.
     *
     * @return its length
     */
    int take(int index, byte[] to) {
        Ring ring = rings[index];
        long time = ring.headTime();
        if (time < delivered) {
            late++;
        } else {
            delivered = time;
        }
        return ring.take(to);
    }

    /**
     * Up to which time all was delivered when {@link #earliest} says that there is nothing to take;
     * 0 before {@link #advance}, the largest number at the end.
     */
    long bound() {
        return bound;
    }

    /** How many events were taken behind one of a later time. */
    long late() {
        return late;
    }

    private void choose() {
        int best = 0;
        long bestHead = Long.MAX_VALUE;
        long next = Long.MAX_VALUE;
        for (int i = 0; i < rings.length; i++) {
            long head = rings[i].headTime();
            if (head < bestHead) {
                next = bestHead;
                bestHead = head;
                best = i;
            } else if (head < next) {
                next = head;
            }
        }
        current = best;
        othersHead = next;
    }
}
