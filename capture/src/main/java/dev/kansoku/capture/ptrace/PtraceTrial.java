// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.Ptrace;
import dev.kansoku.ffi.Spawn;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Traces children that do nothing, to see whether that is allowed. */
public final class PtraceTrial {
    private static final int SIGKILL = 9;

    private PtraceTrial() {}

    /** Why tracing is not possible, or null where it is. */
    public static @Nullable String failure() {
        int child;
        try {
            child =
                    Spawn.start(
                            new Spawn.Plan(
                                    "/bin/sh",
                                    List.of("sh", "-c", "kill -STOP $$"),
                                    List.of(),
                                    null,
                                    true,
                                    null),
                            List.of());
        } catch (SystemCallException e) {
            return "/bin/sh cannot be started: " + e.getMessage();
        }
        int result = new Ptrace().seize(child, Ptrace.OPTION_EXIT_KILL);
        Processes.kill(child, SIGKILL);
        try (Arena arena = Arena.ofConfined()) {
            Processes.await(child, arena.allocate(JAVA_INT), 0);
        }
        return result < 0 ? "ptrace failed: " + Native.errorName(-result) : null;
    }

    /** Why a command's calls cannot be filtered in the kernel, or null where they can. */
    public static @Nullable String filterFailure() {
        Ptrace ptrace = new Ptrace();
        List<String> reasons = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            CommandStart.Started started =
                    new CommandStart(
                                    ptrace,
                                    LiveOptions.DEFAULT.ofCommand(List.of("/bin/true")),
                                    new CallProgram(new BitSet()),
                                    reasons::add)
                            .start();
            ptrace.detach(started.pid(), 0);
            Processes.await(started.pid(), arena.allocate(JAVA_INT), CommandStart.WAIT);
            return started.filtered() ? null : String.join("; ", reasons);
        } catch (CaptureException e) {
            return e.getMessage();
        }
    }
}
