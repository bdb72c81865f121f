// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Launch.RunAs;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts the command of a capture, from a thread of its own that ends with its work: so that the
 * thread may become another user, which the kernel knows threads to do one by one, and so that an
 * engine can tell the command by the thread that started it.
 */
public final class CommandLauncher {
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private CommandLauncher() {}

    /**
     * Finds a command as a shell does.
     *
     * @param command a name to be searched for, or a path where it has a slash
     * @param path the folders to search, as in {@code PATH}; null for the usual ones
     */
    public static CommandResolution resolve(String command, @Nullable String path) {
        if (command.isEmpty()) {
            return new CommandResolution.NotFound("the command's name is empty");
        }
        if (command.indexOf('/') >= 0) {
            Path file = Path.of(command);
            return Files.exists(file)
                    ? asExecutable(command, file)
                    : new CommandResolution.NotFound(command + ": no such file");
        }
        CommandResolution second = null;
        for (String folder : (path == null ? DEFAULT_PATH : path).split(":", -1)) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, command);
            if (Files.isRegularFile(file)) {
                CommandResolution resolution = asExecutable(command, file);
                if (resolution instanceof CommandResolution.Found) {
                    return resolution;
                }
                second = second == null ? resolution : second;
            }
        }
        return second == null
                ? new CommandResolution.NotFound(command + ": command not found")
                : second;
    }

    private static CommandResolution asExecutable(String command, Path file) {
        if (Files.isDirectory(file)) {
            return new CommandResolution.NotExecutable(command + ": is a directory");
        }
        return Files.isExecutable(file)
                ? new CommandResolution.Found(file)
                : new CommandResolution.NotExecutable(command + ": permission denied");
    }

    /**
     * Who called sudo, where that is how this process came to its rights.
     *
     * @param environment this process's, such as {@link System#getenv()}
     */
    public static Optional<RunAs> invokingUser(Map<String, String> environment) {
        String uid = environment.get("SUDO_UID");
        String gid = environment.get("SUDO_GID");
        if (uid == null || gid == null || !uid.matches("\\d{1,9}") || !gid.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return Optional.of(new RunAs(Long.parseLong(uid), Long.parseLong(gid)));
    }

    /**
     * Starts the command of the options and returns when it executes.
     *
     * @param beforeStart is told the tid of the thread that is about to start it
     * @return the command's pid; it is a child of this process and must be waited for
     * @throws CaptureException where it cannot be started; with the exit status of a shell
     */
    public static int launch(LiveOptions options, IntConsumer beforeStart) throws CaptureException {
        Starter starter = start(options, null, beforeStart);
        starter.join();
        return starter.pid();
    }

    /**
     * Prepares the command of the options up to its execve and holds it there.
     *
     * @throws CaptureException as {@link #launch}
     */
    static Starter start(LiveOptions options, @Nullable String gate, IntConsumer beforeStart)
            throws CaptureException {
        String command = options.scope().command().getFirst();
        // not a switch over the records, which would cost each start the making of a class
        CommandResolution resolution = resolve(command, System.getenv("PATH"));
        if (resolution instanceof CommandResolution.NotFound missing) {
            throw new CaptureException(missing.message(), 127);
        }
        if (resolution instanceof CommandResolution.NotExecutable barred) {
            throw new CaptureException(barred.message(), 126);
        }
        String file = ((CommandResolution.Found) resolution).file().toString();
        Spawn.Plan plan =
                new Spawn.Plan(
                        file,
                        options.scope().command(),
                        CommandEnvironment.of(System.getenv()),
                        null,
                        options.launch().outputToStderr(),
                        gate);
        Starter starter = new Starter(plan, options.launch().runAs(), beforeStart);
        starter.begin();
        return starter;
    }

    /** The thread that starts a command, and what came of it. */
    static final class Starter implements Runnable {
        private final Spawn.Plan plan;
        private final @Nullable RunAs user;
        private final IntConsumer beforeStart;
        private final Thread thread;
        private int pid;
        private @Nullable IOException failure;

        Starter(Spawn.Plan plan, @Nullable RunAs user, IntConsumer beforeStart) {
            this.plan = plan;
            this.user = user;
            this.beforeStart = beforeStart;
            this.thread = Thread.ofPlatform().name("kansoku-start").daemon().unstarted(this);
        }

        void begin() {
            thread.start();
        }

        String file() {
            return plan.path();
        }

        boolean isRunning() {
            return thread.isAlive();
        }

        void join() throws CaptureException {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CaptureException("interrupted while a command was started", e);
            }
        }

        /** The command's pid; the thread must have ended. */
        int pid() throws CaptureException {
            if (failure != null) {
                throw new CaptureException(
                        "cannot start " + plan.path() + ": " + failure.getMessage(), 126, failure);
            }
            return pid;
        }

        @Override
        public void run() {
            try {
                List<Integer> descriptors = openDescriptors();
                if (user != null) {
                    become(user);
                }
                beforeStart.accept(Processes.currentThread());
                pid = Spawn.start(plan, descriptors);
            } catch (IOException e) {
                failure = e;
            }
        }

        private static void become(RunAs user) throws IOException {
            Processes.becomeUser((int) user.uid(), (int) user.gid(), UserGroups.of(user));
        }

        private static List<Integer> openDescriptors() throws IOException {
            List<Integer> descriptors = new ArrayList<>();
            try (var entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
                for (Path entry : entries) {
                    int fd = Integer.parseInt(entry.getFileName().toString());
                    if (fd > 2) {
                        descriptors.add(fd);
                    }
                }
            }
            return descriptors;
        }
    }
}
