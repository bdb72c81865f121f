// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.ptrace.PtraceSource;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.start.FdType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ptrace engine on the running kernel; it needs no rights. */
class PtraceLiveTest extends LiveContract {
    @Override
    LiveSource open(LiveOptions options) throws Exception {
        return PtraceSource.open(options);
    }

    @Test
    void tellsTheStartTablesOfTheCommandAndOfTheProcessesAboveIt() throws Exception {
        LiveSource source = open(ofCommand("/bin/true"));
        Recording recording = Recording.of(source);

        long pid = source.command().pid();
        assertThat(recording.processes)
                .anySatisfy(entry -> assertThat(entry.tid).isEqualTo(pid))
                .anySatisfy(entry -> assertThat(entry.tid).isEqualTo(ProcessHandle.current().pid()))
                .anySatisfy(entry -> assertThat(entry.tid).isEqualTo(1));
        assertThat(recording.fds.stream().map(fd -> fd.number()).toList())
                .containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(recording.fds).noneMatch(fd -> fd.type() == FdType.UNKNOWN);
    }

    @Test
    void tellsOfSignalsAndTheirSenders() throws Exception {
        LiveSource source =
                open(
                        ofCommand("/bin/sh", "-c", "trap : USR1; kill -USR1 $$")
                                .withDemand(Demand.PLAIN.withExtras(Set.of(ExtraEvents.SIGNAL))));
        Recording recording = Recording.of(source);

        long pid = source.command().pid();
        assertThat(recording.ofType("signaldeliver"))
                .anySatisfy(
                        line ->
                                assertThat(line.arguments())
                                        .contains(
                                                "spid="
                                                        + pid
                                                        + " dpid="
                                                        + pid
                                                        + " sig=10(SIGUSR1)"));
    }

    @Test
    void followsAProcessThroughAStopOfAllItsThreads() throws Exception {
        LiveSource source =
                open(
                        ofCommand(
                                "/bin/sh",
                                "-c",
                                "(sleep 0.2; kill -CONT $$) & kill -STOP $$; mkdir /proc/lab-on;"
                                        + " exit 4"));
        Recording recording = Recording.of(source);

        assertThat(source.command().exitStatus()).hasValue(4);
        assertThat(recording.ofType("mkdir")).hasSize(1);
    }

    @Test
    void saysAsAShellDoesThatACommandCannotBeRun() {
        assertThatThrownBy(() -> open(ofCommand("no-such-command-here")))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.exitStatus()).hasValue(127))
                .hasMessage("no-such-command-here: command not found");
        assertThatThrownBy(() -> open(ofCommand("/etc/passwd")))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.exitStatus()).hasValue(126));
    }

    @Test
    void saysWhyAFileOfNoKnownFormatIsNotExecuted() throws Exception {
        var file = java.nio.file.Files.writeString(folder.resolve("odd"), "neither\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> open(ofCommand(file.toString())))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.exitStatus()).hasValue(126))
                .hasMessageContaining("ENOEXEC");
    }

    @Test
    void refusesAScopeThatItCannotHave() {
        assertThatThrownBy(() -> open(LiveOptions.DEFAULT))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("only a command or processes");
        assertThatThrownBy(() -> open(LiveOptions.DEFAULT.ofPids(List.of(1L << 22))))
                .isInstanceOf(CaptureException.class);
    }

    @Test
    void letsACommandGoOnWhenItIsStopped() throws Exception {
        LiveSource source = open(ofCommand("/bin/sleep", "30"));
        long pid = source.command().pid();
        sleep(100);
        source.stop();
        Recording.of(source);

        assertThat(dev.kansoku.ffi.Processes.kill((int) pid, 0)).isZero();
        assertThat(dev.kansoku.ffi.Processes.kill((int) pid, 9)).isZero();
    }

    @Test
    void eachCallBeginsWithTheArgumentsThatItsEndTells() throws Exception {
        String program = LabProgram.path().toString();
        LiveSource source =
                open(
                        ofCommand(program, folder.toString())
                                .withDemand(Demand.PLAIN.withExtras(Set.of(ExtraEvents.ENTER))));
        long pid = source.command().pid();
        Recording recording = Recording.of(source);

        List<Recording.Line> lines = oneEndPerCall(betweenMarks(recording.of(pid)));
        List<String> others = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            Recording.Line enter = lines.get(i);
            Recording.Line exit = lines.get(i + 1);
            assertThat(EventTable.type(enter.code()).isExit()).as(enter.toString()).isFalse();
            assertThat(EventTable.type(exit.code()).isExit()).as(exit.toString()).isTrue();
            assertThat(exit.type()).isEqualTo(enter.type());
            for (String piece : enter.arguments().split(" ", -1)) {
                // an unbound socket gets its port while it sends
                if (!piece.isEmpty()
                        && !piece.startsWith("tuple=0.0.0.0:0->")
                        && !(" " + exit.arguments()).contains(" " + piece + " ")) {
                    others.add(enter.type() + " " + enter.arguments());
                }
            }
        }
        assertThat(lines).hasSizeGreaterThan(400);
        assertThat(others).containsExactlyInAnyOrderElementsOf(EbpfEnterTest.OTHERS);
    }

    @Test
    void aCallThatDoesNotReturnIsSeenWhenItBegins() throws Exception {
        LiveSource source =
                open(
                        ofCommand("/bin/sh", "-c", "kill -9 $$")
                                .withDemand(Demand.PLAIN.withEntries(Set.of("kill"))));
        Recording recording = Recording.of(source);

        assertThat(recording.ofType("kill"))
                .first()
                .satisfies(
                        line -> {
                            assertThat(EventTable.type(line.code()).isExit()).isFalse();
                            assertThat(line.arguments()).contains("sig=9(SIGKILL)");
                        });
        assertThat(recording.lines)
                .filteredOn(line -> !EventTable.type(line.code()).isExit())
                .extracting(Recording.Line::type)
                .containsOnly("kill", "procexit");
    }
}
