// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Wakes a thread of this process that is blocked in a system call: the call then returns EINTR.
 *
 * <p>A real-time signal gets a handler that does nothing, which is libc's {@code abs}: it may run
 * at any time in any thread, where Java code may not. A signal that arrives just before the call is
 * lost, so who wakes repeats it until the thread answers.
 */
public final class WakeSignal {
    /** Far from those that libc and the JVM use. */
    private static final int SIGNAL = 34 + 11;

    /** sizeof(struct sigaction) of every libc is below this. */
    private static final int ACTION_SIZE = 256;

    private static boolean installed;

    private WakeSignal() {}

    /** Installs the handler; must come before the first {@link #send}. */
    public static synchronized void install() {
        if (installed) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(ACTION_SIZE, 8);
            action.set(JAVA_LONG, 0, Native.function("abs").address());
            if (Native.function("sigaction").callInt(SIGNAL, action.address(), 0) != 0) {
                throw new IllegalStateException("no handler for signal " + SIGNAL);
            }
        }
        installed = true;
    }

    /** Wakes a thread of this process. */
    public static void send(int tid) {
        Processes.kill(Processes.current(), tid, SIGNAL);
    }
}
