package dev.kansoku.capture.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.Ptrace;
import dev.kansoku.ffi.Spawn;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.Arena;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Traces a child that does nothing, to see whether that is allowed. */
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
}
