// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts what a benchmark's thread allocates during an iteration, and fails the benchmark where it
 * is more than the harness itself needs: what runs for each event is to allocate nothing.
 */
final class AllocationWatch {
    /** An iteration asks millions of events: one object for each would be far more. */
    private static final long MOST = 256L << 10;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long before;

    void begin() {
        before = threads.getCurrentThreadAllocatedBytes();
    }

    /** Call on the thread that called {@link #begin}. */
    void end() {
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (allocated > MOST) {
            throw new IllegalStateException("allocated " + allocated + " bytes in an iteration");
        }
    }
}
