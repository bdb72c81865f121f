// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * ptrace(2): one tracer. All its methods must be called by the thread that made it, since the
 * kernel ties tracees to a thread. Results are those of the call: a negative error number where it
 * failed, most often because the tracee was killed meanwhile.
 *
 * <p>Registers are never read: what a stopped call is comes as {@code struct ptrace_syscall_info},
 * which is the same on every architecture.
 *
 * <pre>
 *   0   1      4     8      16     24                               88
 *  +---+------+-----+------+------+--------------------------------+
 *  |op |      |arch | ip   | sp   | entry: number, six arguments   |
 *  |   |      |     |      |      | seccomp: as entry              |
 *  |   |      |     |      |      | exit: result, whether an error |
 *  +---+------+-----+------+------+--------------------------------+
 * </pre>
 */
public final class Ptrace {
    /** Added to SIGTRAP in stops at system calls. */
    public static final int CALL_STOP = 0x80;

    public static final int EVENT_FORK = 1;
    public static final int EVENT_VFORK = 2;
    public static final int EVENT_CLONE = 3;
    public static final int EVENT_EXEC = 4;
    public static final int EVENT_EXIT = 6;

    /** A seccomp filter asks at a call's entry; {@link #readCall} then tells the call. */
    public static final int EVENT_SECCOMP = 7;

    /** The first stop of what was seized, or a stop of the whole process. */
    public static final int EVENT_STOP = 128;

    public static final long OPTION_CALLS = 1;
    public static final long OPTION_CHILDREN = 1 << 1 | 1 << 2 | 1 << 3;
    public static final long OPTION_EXEC = 1 << 4;
    public static final long OPTION_EXIT = 1 << 6;
    public static final long OPTION_SECCOMP = 1 << 7;

    /** Tracees die with their tracer. */
    public static final long OPTION_EXIT_KILL = 1 << 20;

    public static final int AT_ENTRY = 1;
    public static final int AT_EXIT = 2;
    public static final int AT_SECCOMP = 3;

    /** What the audit subsystem and seccomp call this architecture. */
    public static final int OWN_CALLS = Native.ARCHITECTURE.select(0xC000003E, 0xC00000B7);

    private static final int PTRACE = Native.ARCHITECTURE.select(101, 117);
    private static final int POKEDATA = 5;
    private static final int CONT = 7;
    private static final int DETACH = 17;
    private static final int SYSCALL = 24;
    private static final int SETOPTIONS = 0x4200;
    private static final int GETEVENTMSG = 0x4201;
    private static final int GETSIGINFO = 0x4202;
    private static final int SEIZE = 0x4206;
    private static final int INTERRUPT = 0x4207;
    private static final int LISTEN = 0x4208;
    private static final int GET_SYSCALL_INFO = 0x420e;

    private static final int INFO_SIZE = 88;
    private static final int SIGNAL_INFO_SIZE = 128;

    private final MemorySegment info = Arena.ofAuto().allocate(INFO_SIZE, 8);
    private final MemorySegment signal = Arena.ofAuto().allocate(SIGNAL_INFO_SIZE, 8);
    private final MemorySegment message = Arena.ofAuto().allocate(8, 8);

    /** Begins to trace a thread without stopping it. */
    public int seize(int tid, long options) {
        return (int) Native.call(PTRACE, SEIZE, tid, 0, options, 0, 0);
    }

    public int options(int tid, long options) {
        return (int) Native.call(PTRACE, SETOPTIONS, tid, 0, options, 0, 0);
    }

    /** Asks a running tracee to stop. */
    public int interrupt(int tid) {
        return (int) Native.call(PTRACE, INTERRUPT, tid, 0, 0, 0, 0);
    }

    /** Lets a tracee go on to the next stop at a system call. */
    public int resume(int tid, int signal) {
        return (int) Native.call(PTRACE, SYSCALL, tid, 0, signal, 0, 0);
    }

    /** Lets a tracee go on without stops at system calls. */
    public int release(int tid, int signal) {
        return (int) Native.call(PTRACE, CONT, tid, 0, signal, 0, 0);
    }

    /** Writes 8 bytes into the memory of a stopped tracee. */
    public int write(int tid, long address, long value) {
        return (int) Native.call(PTRACE, POKEDATA, tid, address, value, 0, 0);
    }

    /** Leaves a tracee in the stop of its process, but tells what happens to it. */
    public int listen(int tid) {
        return (int) Native.call(PTRACE, LISTEN, tid, 0, 0, 0, 0);
    }

    /** Lets a stopped tracee go for good. */
    public int detach(int tid, int signal) {
        return (int) Native.call(PTRACE, DETACH, tid, 0, signal, 0, 0);
    }

    /** The number that goes with an event: a new child's, an exit status, a former tid; or -1. */
    public long eventMessage(int tid) {
        long result = Native.call(PTRACE, GETEVENTMSG, tid, 0, message.address(), 0, 0);
        return result < 0 ? -1 : message.get(JAVA_LONG, 0);
    }

    /** Reads what call a tracee is stopped at; returns whether that worked. */
    public boolean readCall(int tid) {
        return Native.call(PTRACE, GET_SYSCALL_INFO, tid, INFO_SIZE, info.address(), 0, 0) > 0;
    }

    /** {@link #AT_ENTRY}, {@link #AT_EXIT}, {@link #AT_SECCOMP}, or another number for none. */
    public int place() {
        return info.get(JAVA_BYTE, 0);
    }

    /** Whether the call is one of this architecture, not of a 32-bit program. */
    public boolean isOwnCall() {
        return info.get(JAVA_INT, 4) == OWN_CALLS;
    }

    /** At an entry: the call's number. */
    public long number() {
        return info.get(JAVA_LONG, 24);
    }

    /** At an entry: argument 0 to 5. */
    public long argument(int index) {
        return info.get(JAVA_LONG, 32 + 8L * index);
    }

    /** At an exit: what the call returned. */
    public long result() {
        return info.get(JAVA_LONG, 24);
    }

    /** In a stop by a signal: the process that sent it, 0 for the kernel, -1 where unknown. */
    public int signalSender(int tid) {
        if (Native.call(PTRACE, GETSIGINFO, tid, 0, this.signal.address(), 0, 0) < 0) {
            return -1;
        }
        int code = this.signal.get(JAVA_INT, 8);
        // Only signals of user space and of children name a process there.
        boolean named = code <= 0 || this.signal.get(JAVA_INT, 0) == 17;
        return named ? this.signal.get(JAVA_INT, 16) : 0;
    }

    /** Whether a stop by a signal is one of the whole process, which has no signal to tell of. */
    public boolean isGroupStop(int tid) {
        return Native.call(PTRACE, GETSIGINFO, tid, 0, this.signal.address(), 0, 0) == -22;
    }
}
