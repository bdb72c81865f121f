// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.process.HeldCommand;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.Ptrace;
import dev.kansoku.ffi.WaitStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts a command and brings it, traced, to the stop in its execve. Runs in the tracing thread.
 */
final class CommandStart {
    private static final int OPENAT = Native.ARCHITECTURE.select(257, 56);

    /** Some libraries open by it; aarch64 has none. */
    private static final int OPEN = Native.ARCHITECTURE.select(2, -1);

    static final int EXECVE = Native.ARCHITECTURE.select(59, 221);
    private static final int EINTR = 4;
    private static final int CALL_STOP = 5 | Ptrace.CALL_STOP;
    static final int WAIT = Processes.ALL | Processes.OWN_THREAD;

    private final Ptrace ptrace;
    private final LiveOptions options;
    private final @Nullable CallProgram program;
    private final Consumer<String> notes;
    private final MemorySegment status = Arena.ofAuto().allocate(JAVA_INT);

    /**
     * A command that is about to return from its execve.
     *
     * @param file the file that it executes
     * @param filtered whether the kernel lets calls of it pass without a stop
     */
    record Started(int pid, String file, boolean filtered) {}

    /**
     * @param program the filter that it shall run under, or null for none
     * @param notes is told why it does not run under it
     */
    CommandStart(
            Ptrace ptrace,
            LiveOptions options,
            @Nullable CallProgram program,
            Consumer<String> notes) {
        this.ptrace = ptrace;
        this.options = options;
        this.program = program;
        this.notes = notes;
    }

    Started start() throws CaptureException {
        try (HeldCommand held = HeldCommand.hold(options)) {
            int pid = held.pid();
            long first =
                    Ptrace.OPTION_EXEC
                            | (program == null ? 0 : Ptrace.OPTION_CALLS | Ptrace.OPTION_SECCOMP);
            int error = ptrace.seize(pid, first);
            boolean filtered = false;
            if (error >= 0 && program != null && reachesEntry(pid, held)) {
                String reason = new Injection(ptrace, pid, status).put(program);
                filtered = reason == null;
                if (reason != null) {
                    notes.accept("ptrace stops the command at each call: " + reason);
                }
                ptrace.release(pid, 0);
            } else {
                held.release();
            }
            if (error < 0) {
                held.awaitExecution();
                throw new CaptureException(
                        "the command cannot be traced: " + Native.errorName(-error));
            }
            if (!reachesExecution(pid)) {
                held.awaitExecution();
                throw new CaptureException("the command ended before it was executed");
            }
            held.awaitExecution();
            return new Started(pid, held.file(), filtered);
        }
    }

    /** Follows a held command through its gate to the entry of execve; false where it ends. */
    private boolean reachesEntry(int pid, HeldCommand held) throws CaptureException {
        ptrace.interrupt(pid);
        while (await(pid)) {
            int word = Processes.status(status);
            boolean entry =
                    WaitStatus.stopSignal(word) == CALL_STOP
                            && WaitStatus.event(word) == 0
                            && ptrace.readCall(pid)
                            && ptrace.place() == Ptrace.AT_ENTRY;
            if (entry && ptrace.number() == EXECVE) {
                return true;
            }
            boolean gate = entry && (ptrace.number() == OPENAT || ptrace.number() == OPEN);
            ptrace.resume(pid, 0);
            if (gate) {
                held.release();
            }
        }
        return false;
    }

    /** Follows a held command to its execve; false where it ends before. */
    private boolean reachesExecution(int pid) {
        while (await(pid)) {
            int word = Processes.status(status);
            if (WaitStatus.event(word) == Ptrace.EVENT_EXEC) {
                return true;
            }
            boolean signal = WaitStatus.event(word) == 0;
            ptrace.release(pid, signal ? WaitStatus.stopSignal(word) : 0);
        }
        return false;
    }

    /** Waits for a stop; false where it ended instead. */
    private boolean await(int pid) {
        int told;
        do {
            told = Processes.await(pid, status, WAIT);
        } while (told == -EINTR);
        return told == pid && WaitStatus.isStopped(Processes.status(status));
    }
}
