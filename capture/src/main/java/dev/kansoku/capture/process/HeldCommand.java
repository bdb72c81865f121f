// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.ffi.KernelFile;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.Processes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A command that is held just before its execve, for a tracer to take hold of.
 *
 * <p>The child opens a FIFO that nobody writes to, which blocks it; the thread that started it is
 * blocked with it, until the execve. So the child is found by its name, which it has from that
 * thread.
 */
public final class HeldCommand implements AutoCloseable {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static final int MKNODAT = Native.ARCHITECTURE.select(259, 33);
    private static final int OPENAT = Native.ARCHITECTURE.select(257, 56);
    private static final int CLOSE = Native.ARCHITECTURE.select(3, 57);
    private static final int AT_FDCWD = -100;
    private static final int FIFO = 0010644;
    private static final int WRITE_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
    private static final long REST = 200_000;
    private static final long PATIENCE = 10_000_000_000L;

    private final Path folder;
    private final Path gate;
    private final CommandLauncher.Starter starter;
    private final int pid;

    private HeldCommand(Path folder, Path gate, CommandLauncher.Starter starter, int pid) {
        this.folder = folder;
        this.gate = gate;
        this.starter = starter;
        this.pid = pid;
    }

    /**
     * Starts the command of the options and holds it.
     *
     * @throws CaptureException where it cannot be started; with the exit status of a shell
     */
    public static HeldCommand hold(LiveOptions options) throws CaptureException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("kansoku");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            Path gate = folder.resolve("gate");
            try (Arena arena = Arena.ofConfined()) {
                var path = arena.allocateFrom(gate.toString());
                Native.check(
                        "mknod", Native.call(MKNODAT, AT_FDCWD, path.address(), FIFO, 0, 0, 0));
            }
            Files.setPosixFilePermissions(gate, PosixFilePermissions.fromString("rw-r--r--"));
            String name = "kansoku-" + COUNTER.incrementAndGet();
            CommandLauncher.Starter starter =
                    CommandLauncher.start(
                            options, gate.toString(), tid -> Processes.nameThread(name));
            int pid = find(name, starter);
            if (pid < 0) {
                starter.join();
                pid = starter.pid();
            }
            return new HeldCommand(folder, gate, starter, pid);
        } catch (CaptureException e) {
            remove(folder);
            throw e;
        } catch (IOException e) {
            remove(folder);
            throw new CaptureException("cannot prepare the command: " + e.getMessage(), e);
        }
    }

    public int pid() {
        return pid;
    }

    /** The file that is executed. */
    public String file() {
        return starter.file();
    }

    /** Lets the command go on to its execve. */
    public void release() throws CaptureException {
        long end = System.nanoTime() + PATIENCE;
        try (Arena arena = Arena.ofConfined()) {
            var path = arena.allocateFrom(gate.toString());
            while (starter.isRunning() && System.nanoTime() < end) {
                long fd =
                        Native.call(
                                OPENAT, AT_FDCWD, path.address(), WRITE_NONBLOCK_CLOEXEC, 0, 0, 0);
                if (fd >= 0) {
                    Native.call(CLOSE, fd, 0, 0);
                    return;
                }
                LockSupport.parkNanos(REST); // the child has not come to its gate yet
            }
        }
    }

    /**
     * Waits until the command executes.
     *
     * @throws CaptureException where it could not be executed
     */
    public void awaitExecution() throws CaptureException {
        starter.join();
        starter.pid();
    }

    /** Removes the FIFO. */
    @Override
    public void close() {
        remove(folder);
    }

    private static void remove(@org.jspecify.annotations.Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve("gate"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot remove " + folder, e);
        }
    }

    /** The child of this process with a name, or -1 where its starter ended without one. */
    private static int find(String name, CommandLauncher.Starter starter) throws IOException {
        KernelFile files = new KernelFile();
        String tail = " (" + name + ") ";
        String own = " " + Processes.current() + " ";
        int self = Processes.current();
        while (starter.isRunning()) {
            for (int pid : ProcTables.pids()) {
                if (pid == self) {
                    continue;
                }
                byte[] stat = files.read("/proc/" + pid + "/stat", 512);
                if (stat != null) {
                    String text = new String(stat, StandardCharsets.ISO_8859_1);
                    int at = text.indexOf(tail);
                    if (at > 0 && text.startsWith(own, at + tail.length() + 1)) {
                        return pid;
                    }
                }
            }
            LockSupport.parkNanos(REST);
        }
        return -1;
    }
}
