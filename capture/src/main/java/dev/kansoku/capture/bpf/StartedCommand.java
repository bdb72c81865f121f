// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CommandHandle;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.process.CommandLauncher;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.WaitStatus;
import java.lang.foreign.Arena;
import java.util.OptionalInt;

/**
 * The command of a capture. The thread that starts it is made known to the kernel program, which
 * takes that thread's next child for the command: so its first event is its execve, and nothing
 * that prepares it is recorded.
 */
final class StartedCommand implements CommandHandle {
    /** What a shell tells of a child that somebody else has waited for. */
    private static final int UNKNOWN_STATUS = 127;

    private final int pid;
    private boolean ended;
    private int status;

    private StartedCommand(int pid) {
        this.pid = pid;
    }

    /** Starts the command of the options as the tree that the kernel program observes. */
    static StartedCommand start(LiveOptions options, Control control) throws CaptureException {
        try {
            return new StartedCommand(CommandLauncher.launch(options, tid -> control.arm(tid, 1)));
        } finally {
            control.disarm();
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public synchronized OptionalInt exitStatus() {
        if (!ended) {
            try (Arena arena = Arena.ofConfined()) {
                var word = arena.allocate(JAVA_INT);
                int told = Processes.await(pid, word, Processes.NO_HANG);
                ended = told != 0;
                status = told > 0 ? WaitStatus.asShell(Processes.status(word)) : UNKNOWN_STATUS;
            }
        }
        return ended ? OptionalInt.of(status) : OptionalInt.empty();
    }
}
