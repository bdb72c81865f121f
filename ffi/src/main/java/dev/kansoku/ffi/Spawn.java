// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * posix_spawn(3), for children that nobody but the caller may wait for: those of {@link
 * ProcessBuilder} belong to a thread of the JDK.
 *
 * <p>The child has the signal mask empty and keeps the descriptors 0 to 2 alone.
 */
public final class Spawn {
    /** Above what glibc and musl need for either of the two structures. */
    private static final int STRUCTURE_SIZE = 512;

    private static final short SET_SIGNAL_MASK = 0x08;
    private static final int FCNTL = Native.ARCHITECTURE.select(72, 25);
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;

    /** The descriptor that a held child opens and closes again. */
    private static final int GATE = 3;

    private static final MethodHandle SPAWN =
            intFunction("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle ACTIONS =
            intFunction("posix_spawn_file_actions_init", ADDRESS);
    private static final MethodHandle ACTIONS_END =
            intFunction("posix_spawn_file_actions_destroy", ADDRESS);
    private static final MethodHandle DUP2 =
            intFunction("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle OPEN =
            intFunction(
                    "posix_spawn_file_actions_addopen",
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_INT);
    private static final MethodHandle CLOSE =
            intFunction("posix_spawn_file_actions_addclose", ADDRESS, JAVA_INT);

    /** In glibc since 2.34 and not in musl. */
    private static final @Nullable MethodHandle CLOSE_FROM =
            Native.functionIfAny(
                    "posix_spawn_file_actions_addclosefrom_np",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private static final MethodHandle CHDIR =
            intFunction("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);
    private static final MethodHandle ATTRIBUTES = intFunction("posix_spawnattr_init", ADDRESS);
    private static final MethodHandle ATTRIBUTES_END =
            intFunction("posix_spawnattr_destroy", ADDRESS);
    private static final MethodHandle FLAGS =
            intFunction("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);

    /**
     * What to start.
     *
     * @param path the file to execute; no search
     * @param arguments with the name first
     * @param environment as {@code NAME=value}
     * @param directory where it starts, or null for this process's
     * @param outputToStderr whether its standard output is this process's stderr
     * @param gate a FIFO that the child opens for reading before it executes the file, which holds
     *     it until somebody opens the other end; or null
     */
    public record Plan(
            String path,
            List<String> arguments,
            List<String> environment,
            @Nullable String directory,
            boolean outputToStderr,
            @Nullable String gate) {
        public Plan {
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
        }
    }

    private Spawn() {}

    /**
     * Starts a child of the calling thread and returns when it executes the file.
     *
     * @param inherited descriptors of this process above 2, none of which the child shall keep
     * @return the child's pid
     * @throws SystemCallException where the file could not be executed
     */
    public static int start(Plan plan, List<Integer> inherited) throws SystemCallException {
        for (int fd : inherited) {
            Native.call(FCNTL, fd, F_SETFD, FD_CLOEXEC);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(STRUCTURE_SIZE, 16);
            MemorySegment attributes = arena.allocate(STRUCTURE_SIZE, 16);
            MemorySegment pid = arena.allocate(JAVA_INT);
            check((int) ACTIONS.invokeExact(actions));
            check((int) ATTRIBUTES.invokeExact(attributes));
            try {
                if (plan.outputToStderr()) {
                    check((int) DUP2.invokeExact(actions, 2, 1));
                }
                if (plan.directory() != null) {
                    MemorySegment directory = arena.allocateFrom(plan.directory());
                    check((int) CHDIR.invokeExact(actions, directory));
                }
                if (CLOSE_FROM != null) {
                    // what another thread has opened since the caller listed the descriptors
                    check((int) CLOSE_FROM.invokeExact(actions, GATE));
                }
                if (plan.gate() != null) {
                    MemorySegment gate = arena.allocateFrom(plan.gate());
                    check((int) OPEN.invokeExact(actions, GATE, gate, 0, 0));
                    check((int) CLOSE.invokeExact(actions, GATE));
                }
                check((int) FLAGS.invokeExact(attributes, SET_SIGNAL_MASK));
                MemorySegment file = arena.allocateFrom(plan.path());
                MemorySegment arguments = texts(arena, plan.arguments());
                MemorySegment environment = texts(arena, plan.environment());
                check(
                        (int)
                                SPAWN.invokeExact(
                                        pid, file, actions, attributes, arguments, environment));
                return pid.get(JAVA_INT, 0);
            } finally {
                check((int) ACTIONS_END.invokeExact(actions));
                check((int) ATTRIBUTES_END.invokeExact(attributes));
            }
        } catch (SystemCallException | Error | RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("posix_spawn could not be called", t);
        }
    }

    private static MemorySegment texts(Arena arena, List<String> texts) {
        MemorySegment pointers = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            pointers.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return pointers;
    }

    private static void check(int error) throws SystemCallException {
        if (error != 0) {
            throw new SystemCallException("posix_spawn", error);
        }
    }

    private static MethodHandle intFunction(String name, MemoryLayout... arguments) {
        return Native.function(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }
}
