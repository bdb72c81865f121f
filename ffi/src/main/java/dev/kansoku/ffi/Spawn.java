// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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

    private static final LibraryFunction SPAWN = Native.function("posix_spawn");
    private static final LibraryFunction ACTIONS = action("init");
    private static final LibraryFunction ACTIONS_END = action("destroy");
    private static final LibraryFunction DUP2 = action("adddup2");
    private static final LibraryFunction OPEN = action("addopen");
    private static final LibraryFunction CLOSE = action("addclose");

    /** In glibc since 2.34 and not in musl. */
    private static final @Nullable LibraryFunction CLOSE_FROM =
            Native.functionIfAny("posix_spawn_file_actions_addclosefrom_np");

    private static final LibraryFunction CHDIR = action("addchdir_np");
    private static final LibraryFunction ATTRIBUTES = Native.function("posix_spawnattr_init");
    private static final LibraryFunction ATTRIBUTES_END =
            Native.function("posix_spawnattr_destroy");
    private static final LibraryFunction FLAGS = Native.function("posix_spawnattr_setflags");

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
            check(ACTIONS.callInt(actions, 0, 0));
            check(ATTRIBUTES.callInt(attributes, 0, 0));
            try {
                if (plan.outputToStderr()) {
                    check(DUP2.callInt(actions, 2, 1));
                }
                if (plan.directory() != null) {
                    MemorySegment directory = arena.allocateFrom(plan.directory());
                    check(CHDIR.callInt(actions, directory.address(), 0));
                }
                if (CLOSE_FROM != null) {
                    // what another thread has opened since the caller listed the descriptors
                    check(CLOSE_FROM.callInt(actions, GATE, 0));
                }
                if (plan.gate() != null) {
                    MemorySegment gate = arena.allocateFrom(plan.gate());
                    check(OPEN.callInt(actions.address(), GATE, gate.address(), 0, 0, 0));
                    check(CLOSE.callInt(actions, GATE, 0));
                }
                check(FLAGS.callInt(attributes, SET_SIGNAL_MASK, 0));
                MemorySegment file = arena.allocateFrom(plan.path());
                MemorySegment arguments = texts(arena, plan.arguments());
                MemorySegment environment = texts(arena, plan.environment());
                check(
                        SPAWN.callInt(
                                pid.address(),
                                file.address(),
                                actions.address(),
                                attributes.address(),
                                arguments.address(),
                                environment.address()));
                return pid.get(JAVA_INT, 0);
            } finally {
                check(ACTIONS_END.callInt(actions, 0, 0));
                check(ATTRIBUTES_END.callInt(attributes, 0, 0));
            }
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

    private static LibraryFunction action(String name) {
        return Native.function("posix_spawn_file_actions_" + name);
    }
}
