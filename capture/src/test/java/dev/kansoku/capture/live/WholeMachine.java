// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.ffi.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Observes a whole machine. Its name keeps it from being run but where everything on the machine is
 * the tests' own ({@code .build/second-kernel}).
 */
class WholeMachine {
    private static final int SIGTERM = 15;
    private static final int RUNS = 50;

    /** Starts a program {@link #RUNS} times, each time from a shell of its own. */
    private static final String LOAD =
            "i=0; while [ $i -lt " + RUNS + " ]; do sh -c 'true; /bin/true'; i=$((i+1)); done";

    @TempDir Path folder;

    @Test
    void everyProcessIsKnownAndEveryCallOfALoadIsSeen() throws Exception {
        Set<Long> before = running();
        LiveSource source = EbpfLiveTest.openEbpf(LiveOptions.DEFAULT);
        Process load = load();
        long pid = load.pid();
        Thread.startVirtualThread(
                () -> {
                    LiveContract.sleep(120_000);
                    source.stop(); // so that a load that is not seen fails
                });
        Recording recording =
                Recording.until(
                        source, line -> line.tid() == pid && line.type().equals("procexit"));
        before.retainAll(running());

        assertThat(recording.full).isZero();
        assertThat(recording.processes.stream().map(entry -> entry.tid)).containsAll(before);
        assertThat(before).contains(1L, 2L); // of user space and of the kernel
        List<Recording.Line> runs =
                recording.ofType("execve").stream()
                        .filter(line -> line.arguments().contains("res=0 exe=/bin/true "))
                        .toList();
        assertThat(runs).hasSize(RUNS);
        for (Recording.Line run : runs) {
            assertThat(recording.of(run.tid()).getLast().type()).isEqualTo("procexit");
        }
        assertThat(recording.tids()).doesNotContain(ProcessHandle.current().pid());
    }

    @Test
    void theCommandRecordsTheMachineAndReadsItsRecording() throws Exception {
        Path file = folder.resolve("machine.scap");
        Process recorder = kansoku("-v", "-w", file.toString());
        StringBuilder told = new StringBuilder();
        try (BufferedReader lines = recorder.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.contains("observing with eBPF")) {
                told.append(line).append('\n');
                line = lines.readLine();
            }
            load().waitFor();
            Processes.kill((int) recorder.pid(), SIGTERM); // destroy() would close what is read
            lines.lines().forEach(rest -> told.append(rest).append('\n'));
        }
        assertThat(recorder.waitFor()).as(told.toString()).isZero();
        String read =
                text(
                        kansoku(
                                "-r",
                                file.toString(),
                                "-p",
                                "%proc.pname %proc.exepath",
                                "evt.type=execve and evt.failed=false and proc.name=true"));
        assertThat(Arrays.asList(read.strip().split("\n", -1)))
                .as(told + "read:\n" + read)
                .hasSize(RUNS)
                .allSatisfy(line -> assertThat(line).startsWith("sh /").endsWith("/true"));
    }

    private static Process load() throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", LOAD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The command line's program, on the modules that {@code kansoku.modules} names. */
    private static Process kansoku(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=dev.kansoku.ffi",
                                "-p",
                                System.getProperty("kansoku.modules"),
                                "-m",
                                "dev.kansoku.cli/dev.kansoku.cli.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Set<Long> running() throws IOException {
        try (var folders = Files.list(Path.of("/proc"))) {
            return folders.map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::parseLong)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
