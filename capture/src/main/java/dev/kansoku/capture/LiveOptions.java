package dev.kansoku.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a live capture shall observe and how.
 *
 * <p>The scope is the command's process tree, or the trees of {@code pids}, or a cgroup with all
 * below it, or all threads of a name; with none of them the whole machine. Start from {@link
 * #DEFAULT} and change what differs.
 *
 * @param command a program and its arguments to run and observe; empty for none
 * @param pids processes to observe, with their children
 * @param cgroup path of a cgroup (version 2) as mounted, or null
 * @param comm name of the threads to observe (at most 15 bytes count), or null
 * @param snapLength how many bytes of a read or written buffer an event keeps, 0 to 65,000
 * @param bufferBytes ring buffer of each CPU, a power of two from 64 KiB to 1 GiB
 * @param engine which engine observes
 * @param runAs user and group that the command runs as, or null for one's own
 * @param commandOutputToStderr whether the command's output goes to stderr, so that stdout is free
 *     for events
 * @param demand what is needed of the events
 */
public record LiveOptions(
        List<String> command,
        List<Long> pids,
        @Nullable String cgroup,
        @Nullable String comm,
        int snapLength,
        long bufferBytes,
        Engine engine,
        @Nullable RunAs runAs,
        boolean commandOutputToStderr,
        Demand demand) {

    /** Which engine observes. */
    public enum Engine {
        /** eBPF, and ptrace where that cannot be had. */
        AUTO,
        EBPF,
        /** Needs no rights, but slows the observed down and takes only a command or pids. */
        PTRACE
    }

    /** Numbers of the user and group that a command runs as. */
    public record RunAs(long uid, long gid) {}

    /** The whole machine, 80 bytes of each buffer, 8 MiB for each CPU. */
    public static final LiveOptions DEFAULT =
            new LiveOptions(
                    List.of(),
                    List.of(),
                    null,
                    null,
                    80,
                    8L << 20,
                    Engine.AUTO,
                    null,
                    false,
                    Demand.PLAIN);

    public LiveOptions {
        command = List.copyOf(command);
        pids = List.copyOf(pids);
        if (snapLength < 0 || snapLength > 65_000) {
            throw new IllegalArgumentException(
                    "snap length " + snapLength + " is not within 0 and 65000");
        }
        if (bufferBytes < 64 << 10 || bufferBytes > 1 << 30 || Long.bitCount(bufferBytes) != 1) {
            throw new IllegalArgumentException(
                    "buffer size " + bufferBytes + " is not a power of two from 64 KiB to 1 GiB");
        }
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

    /** Observes a command that the capture starts. */
    public LiveOptions ofCommand(List<String> newCommand) {
        return new LiveOptions(
                newCommand,
                pids,
                cgroup,
                comm,
                snapLength,
                bufferBytes,
                engine,
                runAs,
                commandOutputToStderr,
                demand);
    }

    /** Observes running processes and their children. */
    public LiveOptions ofPids(List<Long> newPids) {
        return new LiveOptions(
                command,
                newPids,
                cgroup,
                comm,
                snapLength,
                bufferBytes,
                engine,
                runAs,
                commandOutputToStderr,
                demand);
    }

    /** Observes a cgroup and all below it. */
    public LiveOptions ofCgroup(String path) {
        return new LiveOptions(
                command,
                pids,
                path,
                comm,
                snapLength,
                bufferBytes,
                engine,
                runAs,
                commandOutputToStderr,
                demand);
    }

    /** Observes all threads with a name. */
    public LiveOptions ofComm(String name) {
        return new LiveOptions(
                command,
                pids,
                cgroup,
                name,
                snapLength,
                bufferBytes,
                engine,
                runAs,
                commandOutputToStderr,
                demand);
    }

    public LiveOptions withSnapLength(int bytes) {
        return new LiveOptions(
                command,
                pids,
                cgroup,
                comm,
                bytes,
                bufferBytes,
                engine,
                runAs,
                commandOutputToStderr,
                demand);
    }

    public LiveOptions withBufferBytes(long bytes) {
        return new LiveOptions(
                command,
                pids,
                cgroup,
                comm,
                snapLength,
                bytes,
                engine,
                runAs,
                commandOutputToStderr,
                demand);
    }

    public LiveOptions withEngine(Engine newEngine) {
        return new LiveOptions(
                command,
                pids,
                cgroup,
                comm,
                snapLength,
                bufferBytes,
                newEngine,
                runAs,
                commandOutputToStderr,
                demand);
    }

    public LiveOptions withRunAs(@Nullable RunAs user) {
        return new LiveOptions(
                command,
                pids,
                cgroup,
                comm,
                snapLength,
                bufferBytes,
                engine,
                user,
                commandOutputToStderr,
                demand);
    }

    public LiveOptions withCommandOutputToStderr(boolean toStderr) {
        return new LiveOptions(
                command,
                pids,
                cgroup,
                comm,
                snapLength,
                bufferBytes,
                engine,
                runAs,
                toStderr,
                demand);
    }

    public LiveOptions withDemand(Demand newDemand) {
        return new LiveOptions(
                command,
                pids,
                cgroup,
                comm,
                snapLength,
                bufferBytes,
                engine,
                runAs,
                commandOutputToStderr,
                newDemand);
    }
}
