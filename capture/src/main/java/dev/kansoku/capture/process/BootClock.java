// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.ffi.LibraryFunction;
import dev.kansoku.ffi.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The clock that events are stamped with, nanoseconds since boot. For one thread at a time. */
public final class BootClock {
    private static final int REALTIME = 0;
    private static final int BOOTTIME = 7;
    private static final LibraryFunction CLOCK_GETTIME = Native.function("clock_gettime");

    private final MemorySegment time = Arena.ofAuto().allocate(16, 8);

    public long now() {
        return read(BOOTTIME);
    }

    /** What to add to a time since boot to get the time since the epoch. */
    public long epochOffset() {
        long best = 0;
        long narrowest = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long before = read(BOOTTIME);
            long epoch = read(REALTIME);
            long after = read(BOOTTIME);
            if (after - before < narrowest) {
                narrowest = after - before;
                best = epoch - (before + after) / 2;
            }
        }
        return best;
    }

    private long read(int clock) {
        if (CLOCK_GETTIME.callInt(clock, time.address(), 0) != 0) {
            throw new IllegalStateException("the kernel has no clock " + clock);
        }
        return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
    }
}
