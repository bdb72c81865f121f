package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CommandHandle;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.ffi.Accounts;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.Spawn;
import dev.kansoku.ffi.SystemCallException;
import dev.kansoku.ffi.WaitStatus;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The command of a capture. It is started by a thread of its own, which the kernel program is told
 * to look for: so the first event of the command is its execve, and nothing that prepares it is
 * recorded.
 */
final class StartedCommand implements CommandHandle {
    private final int pid;
    private boolean ended;
    private int status;

    private StartedCommand(int pid) {
        this.pid = pid;
    }

    /** Starts the command of the options as the tree that the kernel program observes. */
    static StartedCommand start(LiveOptions options, Control control) throws CaptureException {
        String program = options.command().getFirst();
        Path file = find(program);
        LiveOptions.RunAs user = options.runAs();
        List<String> environment = new ArrayList<>();
        System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
        Spawn.Plan plan =
                new Spawn.Plan(
                        file.toString(),
                        options.command(),
                        environment,
                        null,
                        options.commandOutputToStderr(),
                        null);
        Starter starter = new Starter(plan, user, control);
        Thread thread = Thread.ofPlatform().name("kansoku-start").daemon().start(starter);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while starting " + program, e);
        }
        if (starter.failure != null) {
            throw new CaptureException(
                    "cannot start " + program + ": " + starter.failure.getMessage(),
                    starter.failure);
        }
        return new StartedCommand(starter.pid);
    }

    private static Path find(String program) throws CaptureException {
        if (program.contains("/")) {
            return Path.of(program);
        }
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "/usr/bin:/bin" : path).split(":", -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new CaptureException("there is no program " + program + " in PATH");
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
                if (told == pid) {
                    ended = true;
                    status = WaitStatus.asShell(Processes.status(word));
                } else if (told < 0) {
                    // somebody else has waited for it: it is gone, and how it ended is not known
                    ended = true;
                    status = 255;
                }
            }
        }
        return ended ? OptionalInt.of(status) : OptionalInt.empty();
    }

    private static final class Starter implements Runnable {
        private final Spawn.Plan plan;
        private final LiveOptions.@Nullable RunAs user;
        private final Control control;
        private int pid;
        private @Nullable IOException failure;

        Starter(Spawn.Plan plan, LiveOptions.@Nullable RunAs user, Control control) {
            this.plan = plan;
            this.user = user;
            this.control = control;
        }

        @Override
        public void run() {
            try {
                if (user != null) {
                    become(user);
                }
                control.arm(Processes.currentThread(), 1);
                pid = Spawn.start(plan, openDescriptors());
            } catch (IOException e) {
                failure = e;
            } finally {
                control.disarm();
            }
        }

        private static void become(LiveOptions.RunAs user) throws SystemCallException, IOException {
            int gid = (int) user.gid();
            int[] groups = {gid};
            for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
                String[] cells = line.split(":", -1);
                if (cells.length > 3 && cells[2].equals(Long.toString(user.uid()))) {
                    groups = Accounts.groups(cells[0], gid);
                    break;
                }
            }
            Processes.becomeUser((int) user.uid(), gid, groups);
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
