// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.ScopeSet;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.ptrace.PtraceSource;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.ffi.Processes;
import dev.kansoku.filter.Filter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is traced, and those around it, notice nothing of it. */
@Timeout(90)
class PtraceHarmlessTest {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    private final List<String> notes = new ArrayList<>();

    /** By stops at all calls, and at those alone that a filter asks for. */
    @ParameterizedTest
    @CsvSource({
        "group, 0, ''",
        "siginfo, 0, ''",
        "exec, 6, ''",
        "vfork, 0, ''",
        "untraced, 0, ''",
        "group, 0, evt.type=mount",
        "siginfo, 0, evt.type=mount",
        "exec, 6, evt.type=mount",
        "vfork, 0, evt.type=mount",
        "untraced, 0, evt.type=mkdirat"
    })
    void aProgramThatChecksItselfFindsNothing(String what, int status, String filter)
            throws Exception {
        LiveOptions options =
                LiveContract.ofCommand(LabProgram.path("labsignals").toString(), what);
        if (!filter.isEmpty()) {
            EngineFields fields = new EngineFields(FieldOptions.text());
            options =
                    options.withDemand(
                            new Demand(Set.of(), WantedEvents.of(Filter.compile(filter, fields))));
        }
        LiveSource source = PtraceSource.open(options, notes::add);
        long pid = source.command().pid();
        Recording recording = Recording.of(source);

        assertThat(source.command().exitStatus()).hasValue(status);
        assertThat(notes).isEmpty();
        if (what.equals("untraced")) {
            assertThat(recording.ofType("mkdirat")).hasSize(2).noneMatch(line -> line.tid() == pid);
        }
        if (what.equals("exec")) {
            assertThat(recording.of(pid).stream().filter(line -> line.type().equals("execve")))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line.arguments()).startsWith("res=0 "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "leaderless"})
    void threadsThatComeAndGoAreAttachedToAndLetGoManyTimes(String what) throws Exception {
        Started process = start(LabProgram.path("labsignals").toString(), what);
        int pid = process.pid();
        try {
            for (int round = 0; round < 8; round++) {
                LiveSource source =
                        PtraceSource.open(LiveOptions.DEFAULT.ofPids(List.of((long) pid)));
                int[] writes = {-20 - round};
                Recording.until(source, line -> line.type().equals("write") && ++writes[0] == 0);
                assertThat(process.isAlive()).as("round %d", round).isTrue();
                assertThat(states(pid))
                        .isNotEmpty()
                        .allSatisfy(
                                state ->
                                        assertThat(state)
                                                .contains("TracerPid:\t0\n")
                                                .doesNotContainPattern("State:\t[tT]"));
            }
        } finally {
            Processes.kill(pid, SIGTERM);
        }
        process.endsWith(0);
    }

    @Test
    void aStoppedProcessStaysStopped() throws Exception {
        Started process = start(LabProgram.path("labsignals").toString(), "threads");
        int pid = process.pid();
        try {
            Processes.kill(pid, SIGSTOP);
            LiveContract.sleep(100);
            LiveSource source = PtraceSource.open(LiveOptions.DEFAULT.ofPids(List.of((long) pid)));
            LiveContract.sleep(200);
            source.stop();
            assertThat(Recording.of(source).counts()).isEmpty();
            LiveContract.sleep(100);
            assertThat(states(pid))
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(
                            state -> assertThat(state).contains("State:\tT", "TracerPid:\t0\n"));
        } finally {
            Processes.kill(pid, SIGTERM);
            Processes.kill(pid, SIGCONT);
        }
        process.endsWith(0);
    }

    @Test
    void oneThatIsStoppedAndContinuedWhileItIsObservedGoesOn() throws Exception {
        Started process = start(LabProgram.path("labsignals").toString(), "threads");
        int pid = process.pid();
        try {
            LiveSource source = PtraceSource.open(LiveOptions.DEFAULT.ofPids(List.of((long) pid)));
            Thread stopper =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        LiveContract.sleep(100);
                                        Processes.kill(pid, SIGSTOP);
                                        LiveContract.sleep(200);
                                        Processes.kill(pid, SIGCONT);
                                        LiveContract.sleep(200);
                                        source.stop();
                                    });
            Recording recording = Recording.of(source);
            stopper.join();

            assertThat(recording.ofType("write")).isNotEmpty();
            assertThat(states(pid))
                    .allSatisfy(state -> assertThat(state).doesNotContainPattern("State:\t[tT]"));
        } finally {
            Processes.kill(pid, SIGTERM);
        }
        process.endsWith(0);
    }

    @Test
    void saysWhoTracesAProcessAlready() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/strace"))) {
            LabProgram.skip("strace is not here");
        }
        Started strace = start("strace", "-qq", "-o", "/dev/null", "sh", "-c", "echo $$; sleep 20");
        long pid =
                ProcessHandle.of(strace.pid())
                        .orElseThrow()
                        .children()
                        .findFirst()
                        .orElseThrow()
                        .pid();
        try {
            assertThatThrownBy(() -> PtraceSource.open(LiveOptions.DEFAULT.ofPids(List.of(pid))))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("process " + pid + " cannot be traced: process ")
                    .hasMessageContaining(strace.pid() + " (strace) traces it already");
        } finally {
            Processes.kill((int) pid, SIGKILL);
            Processes.kill(strace.pid(), SIGTERM);
        }
    }

    @Test
    void aCommandAndProcessesAreObservedTogether() throws Exception {
        Started process = start(LabProgram.path("labsignals").toString(), "threads");
        int pid = process.pid();
        try {
            LiveSource source =
                    PtraceSource.open(
                            LiveContract.ofCommand("sleep", "0.3")
                                    .withScope(both(List.of("sleep", "0.3"), List.of((long) pid))));
            Recording recording = Recording.of(source);

            assertThat(source.command().exitStatus()).hasValue(0);
            assertThat(recording.of(source.command().pid())).isNotEmpty();
            assertThat(recording.ofType("pipe")).isEmpty();
            assertThat(recording.ofType("write")).isNotEmpty();
            assertThat(process.isAlive()).isTrue();
        } finally {
            Processes.kill(pid, SIGTERM);
        }
        process.endsWith(0);
    }

    @Test
    void saysThatOneOfTheProcessesIsNotThere() throws Exception {
        Started process = start(LabProgram.path("labsignals").toString(), "threads");
        try (LiveSource source =
                PtraceSource.open(
                        LiveOptions.DEFAULT.ofPids(List.of((long) process.pid(), 1L << 22)),
                        notes::add)) {
            assertThat(notes).containsExactly("process 4194304 does not run");
        } finally {
            Processes.kill(process.pid(), SIGTERM);
        }
        process.endsWith(0);
    }

    private static CaptureScope both(List<String> command, List<Long> pids) {
        return new CaptureScope(command, ScopeSet.ofPids(pids), ScopeSet.NONE, null);
    }

    /**
     * A program that is no child of this process, whose own waiting for children would take the
     * stops from the tracer.
     *
     * @param shell waits for it and ends as it does
     */
    private record Started(Process shell, int pid) {
        boolean isAlive() {
            return shell.isAlive();
        }

        void endsWith(int status) throws InterruptedException {
            assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(shell.exitValue()).isEqualTo(status);
        }
    }

    /** Starts a program and waits for its first line. */
    private static Started start(String... command) throws IOException {
        List<String> shell =
                new ArrayList<>(List.of("sh", "-c", "\"$0\" \"$@\" & echo $!; wait $!"));
        shell.addAll(List.of(command));
        Process process = new ProcessBuilder(shell).start();
        BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII);
        int pid = Integer.parseInt(lines.readLine());
        assertThat(lines.readLine()).isNotNull();
        return new Started(process, pid);
    }

    /** The {@code status} of all threads that still run. */
    private static List<String> states(int pid) throws IOException {
        List<String> states = new ArrayList<>();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                try {
                    String text =
                            Files.readString(task.resolve("status"), StandardCharsets.ISO_8859_1);
                    if (!text.contains("State:\tZ") && !text.contains("State:\tX")) {
                        states.add(text);
                    }
                } catch (NoSuchFileException e) {
                    continue; // a brief thread
                } catch (IOException e) {
                    if (!String.valueOf(e.getMessage()).contains("No such process")) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }
        return states;
    }
}
