// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.ffi.Capability;
import dev.kansoku.ffi.Credentials;
import dev.kansoku.ffi.KernelFile;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.Ptrace;
import dev.kansoku.ffi.Registers;
import dev.kansoku.ffi.WaitStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Has a child, which shares this process's memory until it executes, put itself under a seccomp
 * filter: by calls that it makes in front of its execve.
 *
 * <p>Without CAP_SYS_ADMIN a filter can be had only by giving up that set-user-ID programs and
 * those with capabilities get rights (no_new_privs). Traced by somebody without CAP_SYS_PTRACE they
 * get none anyway; so it is given up only there, where it changes nothing.
 */
final class Injection {
    private static final int PRCTL = Native.ARCHITECTURE.select(157, 167);
    private static final int SECCOMP = Native.ARCHITECTURE.select(317, 277);
    private static final int NO_NEW_PRIVILEGES = 38;
    private static final int SET_FILTER = 1;

    /** Kernels before 5.16 otherwise slow the filtered down, against a weakness of processors. */
    private static final int ALLOW_SPECULATION = 4;

    private static final int EINTR = 4;
    private static final int CALL_STOP = 5 | Ptrace.CALL_STOP;
    private static final int WAIT = CommandStart.WAIT;
    private static final int STATUS_SIZE = 1 << 14;

    private final Ptrace ptrace;
    private final int pid;
    private final MemorySegment status;
    private final Registers registers = new Registers();

    /**
     * @param pid a tracee at the entry of its execve
     * @param status 4 bytes for the status of waiting
     */
    Injection(Ptrace ptrace, int pid, MemorySegment status) {
        this.ptrace = ptrace;
        this.pid = pid;
        this.status = status;
    }

    /**
     * Puts the child under a filter, if that changes nothing else of it, and leaves it about to
     * make its execve. Returns why it is not under it, or null where it is.
     */
    @Nullable String put(CallProgram program) {
        byte[] text = new KernelFile().read("/proc/" + pid + "/status", STATUS_SIZE);
        if (text == null) {
            return "/proc tells nothing of the command";
        }
        Credentials child = Credentials.read(new String(text, StandardCharsets.ISO_8859_1));
        boolean free = child.noNewPrivileges() || child.has(Capability.SYS_ADMIN);
        if (!free && Credentials.current().has(Capability.SYS_PTRACE)) {
            return "a filter in the kernel would take from the command's programs the rights that"
                    + " set-user-ID gives them";
        }
        if (!registers.read(pid)) {
            return "its registers cannot be read";
        }
        try (Arena arena = Arena.ofConfined()) {
            long error =
                    free ? 0 : call(registers.replace(pid, PRCTL, NO_NEW_PRIVILEGES, 1, 0, 0, 0));
            if (error == 0) {
                long filter = program.place(arena).address();
                error =
                        call(
                                free
                                        ? registers.replace(
                                                pid, SECCOMP, SET_FILTER, ALLOW_SPECULATION, filter)
                                        : again(SECCOMP, SET_FILTER, ALLOW_SPECULATION, filter));
            }
            registers.restore(pid);
            return error == 0 ? null : "seccomp(2) failed: " + Native.errorName((int) -error);
        }
    }

    private boolean again(int number, long... arguments) {
        return registers.repeat(pid, number, arguments) && reachesStop();
    }

    /** Goes from a call's entry to its exit; returns what it returned. */
    private long call(boolean prepared) {
        return prepared && reachesStop() && ptrace.readCall(pid) ? ptrace.result() : -EINTR;
    }

    private boolean reachesStop() {
        ptrace.resume(pid, 0);
        int told;
        do {
            told = Processes.await(pid, status, WAIT);
        } while (told == -EINTR);
        int word = Processes.status(status);
        return told == pid
                && WaitStatus.isStopped(word)
                && WaitStatus.stopSignal(word) == CALL_STOP;
    }
}
