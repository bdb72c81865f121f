package dev.kansoku.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose events a live capture observes: the command's process tree, or the trees of {@code pids},
 * or a cgroup with all below it, or all threads of a name; with none of them the whole machine.
 * Immutable.
 *
 * @param command a program and its arguments to run and observe; empty for none
 * @param pids processes to observe, with their children
 * @param cgroup path of a cgroup (version 2) as mounted, or null
 * @param comm name of the threads to observe (at most 15 bytes count), or null
 */
public record CaptureScope(
        List<String> command, List<Long> pids, @Nullable String cgroup, @Nullable String comm) {
    /** The whole machine. */
    public static final CaptureScope MACHINE = new CaptureScope(List.of(), List.of(), null, null);

    public CaptureScope {
        command = List.copyOf(command);
        pids = List.copyOf(pids);
        int scopes =
                (command.isEmpty() ? 0 : 1)
                        + (pids.isEmpty() ? 0 : 1)
                        + (cgroup == null ? 0 : 1)
                        + (comm == null ? 0 : 1);
        if (scopes > 1) {
            throw new IllegalArgumentException(
                    "only one of command, pids, cgroup and comm can be the scope");
        }
    }

    /** A command that the capture starts, and its children. */
    public static CaptureScope ofCommand(List<String> command) {
        return new CaptureScope(command, List.of(), null, null);
    }

    /** Running processes and their children. */
    public static CaptureScope ofPids(List<Long> pids) {
        return new CaptureScope(List.of(), pids, null, null);
    }

    /** A cgroup and all below it. */
    public static CaptureScope ofCgroup(String path) {
        return new CaptureScope(List.of(), List.of(), path, null);
    }

    /** All threads with a name. */
    public static CaptureScope ofComm(String name) {
        return new CaptureScope(List.of(), List.of(), null, name);
    }

    /** Whether the scope is trees of processes, which any engine can observe. */
    public boolean isOfProcesses() {
        return !command.isEmpty() || !pids.isEmpty();
    }
}
