// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.ffi.Capability;
import dev.kansoku.ffi.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running capture may still do, seen from outside in each of its threads. */
@Timeout(180)
class RightsTest {
    private static final String CALLER = "4711";
    private static final String CALLERS_GROUP = "4712";

    @TempDir static Path folder;

    @BeforeAll
    static void makeCommand() throws IOException {
        TestedCommand.putInto(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @BeforeEach
    void needsRights() throws IOException {
        assumeTrue(CommandLineTest.mayUseEbpf(), "needs root, and a kernel with eBPF and BTF");
    }

    @Test
    void rootObservesWithoutAnyCapability() throws Exception {
        Run run = run(false, "-o", "root.txt", "--", "sleep", "60");

        assertThat(run.threads).hasSizeGreaterThan(5);
        assertThat(run.threads)
                .allSatisfy(
                        thread -> {
                            assertThat(thread.uid()).isZero();
                            assertThat(thread.permitted()).isZero();
                            assertThat(thread.noNewPrivileges()).isTrue();
                        });
        assertThat(run.owner("root.txt")).isZero();
        assertThat(folder.resolve("root.txt")).content().contains("execve");
    }

    @Test
    void underSudoItGoesOnAndWritesAsTheCaller() throws Exception {
        Run run = run(true, "-o", "mine.txt", "--", "sleep", "60");

        assertThat(run.threads).hasSizeGreaterThan(5);
        assertThat(run.threads)
                .allSatisfy(
                        thread -> {
                            assertThat(thread.uid()).isEqualTo(4711);
                            assertThat(thread.gid()).isEqualTo(4712);
                            assertThat(thread.groups()).isEqualTo(CALLERS_GROUP);
                            assertThat(thread.permitted()).isZero();
                            assertThat(thread.noNewPrivileges()).isTrue();
                        });
        assertThat(run.owner("mine.txt")).isEqualTo(4711);
        assertThat(folder.resolve("mine.txt")).content().contains("execve");
    }

    @Test
    void aRecordingKeepsWhatTheNamesOfContainersNeed() throws Exception {
        Run run = run(true, "-w", "mine.scap", "--", "sleep", "60");

        assertThat(run.threads)
                .allSatisfy(
                        thread ->
                                assertThat(Capability.of(thread.effective()))
                                        .containsExactlyInAnyOrder(
                                                Capability.DAC_READ_SEARCH, Capability.SYS_PTRACE));
        assertThat(run.owner("mine.scap")).isEqualTo(4711);
    }

    @Test
    void anOptionKeepsAllRights() throws Exception {
        Run run = run(true, "--keep-privileges", "-o", "kept.txt", "--", "sleep", "60");

        assertThat(run.threads)
                .allSatisfy(thread -> assertThat(thread.has(Capability.BPF)).isTrue());
        assertThat(run.owner("kept.txt")).isZero();
    }

    @Test
    void endsACommandOfAnotherUser() throws Exception {
        Run run = run(false, "-o", "other.txt", "--run-as", CALLER + ":1", "--", "sleep", "60");

        assertThat(Capability.of(run.threads.getFirst().effective()))
                .containsExactly(Capability.KILL);
        for (int i = 0; i < 100 && run.command.isAlive(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(run.command.isAlive()).isFalse();
    }

    /** What was found while a command ran, before the capture was asked to end. */
    private record Run(List<Credentials> threads, ProcessHandle command) {
        long owner(String file) throws IOException {
            return ((Number) Files.getAttribute(folder.resolve(file), "unix:uid")).longValue();
        }
    }

    private static Run run(boolean sudo, String... line) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(folder.resolve("bin/kansoku").toString());
        command.addAll(List.of(line));
        Path notes = Files.createTempFile(folder, "notes", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(notes.toFile());
        builder.environment().remove("SUDO_UID");
        builder.environment().remove("SUDO_GID");
        if (sudo) {
            builder.environment().put("SUDO_UID", CALLER);
            builder.environment().put("SUDO_GID", CALLERS_GROUP);
        }
        Process process = builder.start();
        try {
            // the rights are given up at once after this is told
            while (process.isAlive() && !Files.readString(notes).contains("observing with eBPF")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            boolean kept = List.of(line).contains("--keep-privileges");
            while (process.isAlive() && !kept && !isReduced(process.pid())) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            TimeUnit.MILLISECONDS.sleep(500);
            assertThat(process.isAlive()).as(Files.readString(notes)).isTrue();
            ProcessHandle child = process.children().findFirst().orElseThrow();
            Run run = new Run(threads(process.pid()), child);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(notes)).isZero();
            return run;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean isReduced(long pid) throws IOException {
        return threads(pid).stream().allMatch(Credentials::noNewPrivileges);
    }

    private static List<Credentials> threads(long pid) throws IOException {
        List<Credentials> threads = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                try {
                    threads.add(Credentials.read(Files.readString(task.resolve("status"))));
                } catch (IOException e) {
                    continue; // it has ended
                }
            }
        }
        return threads;
    }
}
