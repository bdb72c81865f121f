// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.io.File;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * Has each thread of this process make the same system calls, those of the JVM's own included. The
 * kernel keeps credentials for each thread, and knows no call that changes a whole process's.
 *
 * <p>A real-time signal is sent to each, whose handler in {@code kansoku.c} makes the calls of a
 * list. What came of it is read from /proc, so that a thread which does not take the signal is
 * noticed.
 */
final class EveryThread {
    /** Far from those that libc and the JVM use, and not {@link WakeSignal}'s. */
    private static final int SIGNAL = 34 + 12;

    /** As in {@code kansoku.c}. */
    private static final int MOST_CALLS = 8;

    private static final int MOST_ARGUMENTS = 5;

    /** Between two looks at the threads. */
    private static final long REST = 200_000;

    private static final long PATIENCE = 10_000_000_000L;

    static {
        Native.load();
    }

    private EveryThread() {}

    private static native void ask0(int index, long number, long a, long b, long c, long d, long e);

    private static native long answer0(int signal, int count);

    /**
     * Sends each thread the signal until all have done it, those too that start meanwhile.
     *
     * @param calls a number and up to five arguments each, eight calls at most; made again by a
     *     thread that is asked twice, so that they must do no harm then
     * @param done whether a thread needs no more, by its number
     * @throws SystemCallException with ETIMEDOUT where a thread does not take the signal
     */
    static synchronized void call(long[][] calls, IntPredicate done) throws SystemCallException {
        if (calls.length > MOST_CALLS) {
            throw new IllegalArgumentException("more than " + MOST_CALLS + " calls");
        }
        for (int i = 0; i < calls.length; i++) {
            if (calls[i].length > 1 + MOST_ARGUMENTS) {
                throw new IllegalArgumentException("a call of more than five arguments");
            }
            long[] call = Arrays.copyOf(calls[i], 1 + MOST_ARGUMENTS);
            ask0(i, call[0], call[1], call[2], call[3], call[4], call[5]);
        }
        Native.check("rt_sigaction", answer0(SIGNAL, calls.length));
        try {
            long end = System.nanoTime() + PATIENCE;
            // twice: one that started during the first look is seen by the second
            for (int looks = 0; looks < 2; ) {
                looks = askOthers(done) ? 0 : looks + 1;
                if (looks == 0) {
                    if (System.nanoTime() - end > 0) {
                        throw new SystemCallException("the same calls by every thread", 110);
                    }
                    LockSupport.parkNanos(REST);
                }
            }
        } finally {
            answer0(SIGNAL, 0); // ignored: it ends no process that is asked once more
        }
    }

    /** Asks all that have not done it. Returns whether there were any. */
    private static boolean askOthers(IntPredicate done) throws SystemCallException {
        String[] names = new File("/proc/self/task").list();
        if (names == null) {
            throw new SystemCallException("the list of threads in /proc", 2);
        }
        boolean asked = false;
        for (String name : names) {
            int tid = Integer.parseInt(name);
            if (!done.test(tid)) {
                asked = true;
                Processes.kill(Processes.current(), tid, SIGNAL);
            }
        }
        return asked;
    }
}
