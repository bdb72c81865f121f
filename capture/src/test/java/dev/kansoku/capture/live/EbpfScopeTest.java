package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scopes that eBPF alone has: a cgroup, and the threads of a name. */
@Timeout(60)
class EbpfScopeTest {
    private static final String SHELL = "/bin/sh";

    /** Opens a file that cannot be, over and over. */
    private static final String LOOP =
            "while :; do true 2>/dev/null >/proc/lab-%s; sleep 0.02; done";

    @TempDir Path folder;

    @Test
    void aCgroupShowsTheProcessesInItAndNoOther() throws Exception {
        Path cgroup = newCgroup();
        try {
            Process inside =
                    shell(SHELL, "echo $$ >" + cgroup + "/cgroup.procs && " + LOOP, "inside");
            try {
                awaitMember(cgroup);
                showsOnlyInside(
                        LiveOptions.DEFAULT.withScope(CaptureScope.ofCgroup(cgroup.toString())),
                        inside);
            } finally {
                end(inside);
            }
        } finally {
            remove(cgroup);
        }
    }

    @Test
    void aCgroupShowsTheProcessesBelowIt() throws Exception {
        Path cgroup = newCgroup();
        Path below = Files.createDirectory(cgroup.resolve("below"));
        try {
            Process inside =
                    shell(SHELL, "echo $$ >" + below + "/cgroup.procs && " + LOOP, "inside");
            try {
                awaitMember(below);
                showsOnlyInside(
                        LiveOptions.DEFAULT.withScope(CaptureScope.ofCgroup(cgroup.toString())),
                        inside);
            } finally {
                end(inside);
            }
        } finally {
            remove(below);
            remove(cgroup);
        }
    }

    @Test
    void aNameShowsTheThreadsThatHaveItAndNoOther() throws Exception {
        String name = "lab-" + ProcessHandle.current().pid();
        Path named = Files.copy(Path.of(SHELL).toRealPath(), folder.resolve(name));
        Process inside = shell(named.toString(), LOOP, "inside");
        try {
            Recording recording =
                    showsOnlyInside(
                            LiveOptions.DEFAULT.withScope(CaptureScope.ofComm(name)), inside);
            // what the shell starts bears the shell's name up to its exec
            assertThat(recording.ofType("nanosleep")).isEmpty();
            assertThat(recording.ofType("clock_nanosleep")).isEmpty();
        } finally {
            end(inside);
        }
    }

    /** Observes until what is inside was seen ten times, with the same going on beside it. */
    private static Recording showsOnlyInside(LiveOptions options, Process inside) throws Exception {
        Process beside = shell(SHELL, LOOP, "beside");
        try {
            LiveSource source = EbpfLiveTest.openEbpf(options);
            Thread.startVirtualThread(
                    () -> {
                        LiveContract.sleep(20_000);
                        source.stop(); // so that a scope that shows nothing fails
                    });
            int[] seen = {0};
            Recording recording =
                    Recording.until(
                            source,
                            line -> line.arguments().contains("lab-inside") && ++seen[0] == 10);
            assertThat(seen[0]).isGreaterThanOrEqualTo(10);
            assertThat(recording.lines)
                    .noneSatisfy(line -> assertThat(line.arguments()).contains("lab-beside"));
            assertThat(recording.tids()).contains(inside.pid()).doesNotContain(beside.pid());
            assertThat(beside.isAlive()).isTrue();
            return recording;
        } finally {
            end(beside);
        }
    }

    private static Process shell(String shell, String script, String what) throws IOException {
        return new ProcessBuilder(shell, "-c", script.formatted(what))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    private static Path newCgroup() throws IOException {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                List<String> cells = List.of(line.split(" ", -1));
                if (line.contains(" - cgroup2 ") && cells.get(3).equals("/")) {
                    return Files.createTempDirectory(Path.of(cells.get(4)), "kansoku-test");
                }
            }
        } catch (FileSystemException e) {
            LabProgram.skip("no cgroup can be made: " + e.getMessage());
        }
        LabProgram.skip("no cgroups of version 2 are mounted");
        throw new AssertionError("not skipped");
    }

    private static void awaitMember(Path cgroup) throws IOException {
        for (int i = 0; i < 500; i++) {
            if (!Files.readAllLines(cgroup.resolve("cgroup.procs")).isEmpty()) {
                return;
            }
            LiveContract.sleep(10);
        }
        throw new AssertionError("nobody is in " + cgroup);
    }

    /** Removes a cgroup as soon as the last of its processes has ended. */
    private static void remove(Path cgroup) throws IOException {
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
