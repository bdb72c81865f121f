// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.ffi.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The clock that events are stamped with, nanoseconds since boot. For one thread at a time. */
public final class BootClock {
    private static final int REALTIME = 0;
    private static final int BOOTTIME = 7;
    private static final MethodHandle CLOCK_GETTIME =
            Native.function("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

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
        try {
            int result = (int) CLOCK_GETTIME.invokeExact(clock, time);
            if (result != 0) {
                throw new IllegalStateException("the kernel has no clock " + clock);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("clock_gettime could not be called", t);
        }
        return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
    }
}
