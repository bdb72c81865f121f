// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** Calls on processes and threads: who am I, waiting, signals, credentials of a thread. */
public final class Processes {
    /** {@link #await} returns at once where nothing is to be told. */
    public static final int NO_HANG = 1;

    /** {@link #await} also tells of threads and of children that send no SIGCHLD. */
    public static final int ALL = 0x40000000;

    /** {@link #await} tells only of what the calling thread itself started or traces. */
    public static final int OWN_THREAD = 0x20000000;

    private static final Architecture A = Native.ARCHITECTURE;
    private static final int GETTID = A.select(186, 178);
    private static final int GETPID = A.select(39, 172);
    private static final int WAIT4 = A.select(61, 260);
    private static final int KILL = A.select(62, 129);
    private static final int TGKILL = A.select(234, 131);
    private static final int PRCTL = A.select(157, 167);
    private static final int SETGROUPS = A.select(116, 159);
    private static final int SETRESUID = A.select(117, 147);
    private static final int SETRESGID = A.select(119, 149);
    private static final int PR_SET_NAME = 15;

    private Processes() {}

    /** The calling thread's number. */
    public static int currentThread() {
        return (int) Native.call(GETTID, 0, 0, 0);
    }

    /** This process's number. */
    public static int current() {
        return (int) Native.call(GETPID, 0, 0, 0);
    }

    /** Names the calling thread for the kernel; 15 bytes count. */
    public static void nameThread(String name) {
        NativeBuffer text = NativeBuffer.text(name);
        Native.call(PRCTL, PR_SET_NAME, text.address(), 0);
        Reference.reachabilityFence(text);
    }

    /**
     * Waits for a child or tracee.
     *
     * @param pid which, or -1 for any
     * @param status 4 bytes that take the status, see {@link WaitStatus}
     * @return the thread that is told of, 0 with {@link #NO_HANG} for none, or a negative error
     *     number
     */
    public static int await(int pid, MemorySegment status, int flags) {
        return (int) Native.call(WAIT4, pid, status.address(), flags);
    }

    /** The status that {@link #await} left. */
    public static int status(MemorySegment status) {
        return status.get(JAVA_INT, 0);
    }

    /** Sends a signal to a process; 0 only asks whether it is there. */
    public static int kill(int pid, int signal) {
        return (int) Native.call(KILL, pid, signal, 0);
    }

    /** Sends a signal to a thread of a process. */
    public static int kill(int pid, int tid, int signal) {
        return (int) Native.call(TGKILL, pid, tid, signal);
    }

    /**
     * Makes the calling thread, and it alone, that of another user: what it starts from then on
     * belongs to that user. There is no way back, so the thread must end after its work.
     *
     * @param groups the supplementary groups
     */
    public static void becomeUser(int uid, int gid, int[] groups) throws SystemCallException {
        NativeBuffer list = NativeBuffer.ints(groups);
        Native.check("setgroups", Native.call(SETGROUPS, groups.length, list.address(), 0));
        Reference.reachabilityFence(list);
        Native.check("setresgid", Native.call(SETRESGID, gid, gid, gid));
        Native.check("setresuid", Native.call(SETRESUID, uid, uid, uid));
    }
}
