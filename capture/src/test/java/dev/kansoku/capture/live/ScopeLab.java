// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes and cgroups of a test of scopes. */
final class ScopeLab {
    private ScopeLab() {}

    /** Runs a script; {@code %s} in it is what it is called. */
    static Process shell(String shell, String script, String what) throws IOException {
        return start(shell, "-c", script.formatted(what));
    }

    static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Ends a process and what descends from it. */
    static void end(Process process) throws InterruptedException {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(10, TimeUnit.SECONDS);
    }

    /** Makes a cgroup in the unified hierarchy, or skips the test. */
    static Path cgroup() throws IOException {
        return cgroup(" - cgroup2 ");
    }

    /** Makes a cgroup in the hierarchy of version 1 that counts processes, or skips the test. */
    static Path cgroupOfFirstVersion() throws IOException {
        return cgroup(" - cgroup cgroup rw,pids");
    }

    private static Path cgroup(String mount) throws IOException {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                List<String> cells = List.of(line.split(" ", -1));
                if (line.contains(mount) && cells.get(3).equals("/")) {
                    return Files.createTempDirectory(Path.of(cells.get(4)), "kansoku-test");
                }
            }
        } catch (FileSystemException e) {
            LabProgram.skip("no cgroup can be made: " + e.getMessage());
        }
        LabProgram.skip("nothing is mounted like" + mount);
        throw new AssertionError("not skipped");
    }

    static void awaitMember(Path cgroup) throws IOException {
        for (int i = 0; i < 500; i++) {
            if (!Files.readAllLines(cgroup.resolve("cgroup.procs")).isEmpty()) {
                return;
            }
            LiveContract.sleep(10);
        }
        throw new AssertionError("nobody is in " + cgroup);
    }

    /** Removes a cgroup as soon as the last of its processes has ended. */
    static void remove(Path cgroup) throws IOException {
        for (int i = 0; ; i++) {
            try {
                Files.delete(cgroup);
                return;
            } catch (FileSystemException e) {
                if (i == 500) {
                    throw e;
                }
                LiveContract.sleep(10);
            }
        }
    }
}
