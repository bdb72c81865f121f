package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.ptrace.PtraceSource;
import dev.kansoku.event.start.FdType;
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
}
