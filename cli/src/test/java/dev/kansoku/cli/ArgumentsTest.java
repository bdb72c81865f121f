// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.capture.Buffers;
import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.Launch;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.Payload;
import dev.kansoku.capture.ScopeSet;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.Users;
import dev.kansoku.cli.request.ContainerRequest;
import dev.kansoku.cli.request.Layout;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.cli.request.WrittenFilter;
import dev.kansoku.containers.ContainerChoice;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.containers.kubernetes.KubernetesOptions;
import dev.kansoku.engine.fields.TimeForm;
import dev.kansoku.engine.state.StateLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Path NO_FILE = Path.of("/nonexistent/passwd");

    @Test
    void takesAnArgumentBesideOrBehindItsOption() throws UsageException {
        for (String[] line :
                new String[][] {
                    {"-n5"}, {"-n", "5"}, {"-qn5"}, {"--events=5"}, {"--events", "5"}
                }) {
            assertThat(Arguments.parse(List.of(line)).value("events")).isEqualTo("5");
        }
    }

    @Test
    void leavesFilterWordsInTheirOrderAndNegativeNumbersAmongThem() throws UsageException {
        Arguments arguments =
                Arguments.parse(List.of("evt.rawres", "<", "-1", "-r", "x", "-pc", "and", "-2"));
        assertThat(arguments.words()).containsExactly("evt.rawres", "<", "-1", "and", "-2");
        assertThat(arguments.value("format")).isEqualTo("c");
    }

    @Test
    void looksNoFurtherThanTwoDashes() throws UsageException {
        assertThat(Arguments.parse(List.of("-q", "--", "ls", "-n", "--", "x")).command())
                .containsExactly("ls", "-n", "--", "x");
    }

    @Test
    void offersTheNearestOption() {
        assertThatThrownBy(() -> Arguments.parse(List.of("--verbos")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("did you mean --verbose?");
    }

    @Test
    void everyDefaultIsAsWritten() throws UsageException {
        Request.Live live = (Request.Live) read(Map.of(), "--", "ls");
        assertThat(live.options())
                .isEqualTo(
                        new LiveOptions(
                                CaptureScope.ofCommand(List.of("ls")),
                                Payload.DEFAULT,
                                new Buffers(Buffers.BY_MEMORY),
                                LiveOptions.Engine.AUTO,
                                new Launch(null, true),
                                Demand.PLAIN,
                                null));
        assertThat(live.selection())
                .isEqualTo(
                        new Selection(
                                new WrittenFilter("", null, null),
                                new Layout.Text(Selection.DEFAULT_FORMAT),
                                List.of(),
                                null,
                                null,
                                null,
                                Set.of(),
                                TimeForm.TIME_OF_DAY,
                                true,
                                null,
                                null,
                                null,
                                false,
                                false,
                                false,
                                false,
                                false,
                                true,
                                false,
                                null,
                                StateLimits.DEFAULT,
                                Long.MAX_VALUE,
                                Long.MAX_VALUE));
    }

    @Test
    void runsACommandAsWhoCalledSudo() throws UsageException {
        Map<String, String> sudo = Map.of("SUDO_UID", "1000", "SUDO_GID", "1001");
        Request.Live live = (Request.Live) read(sudo, "--", "ls");
        assertThat(live.options().launch().runAs()).isEqualTo(new Launch.RunAs(1000, 1001));
    }

    @Test
    void readsSeveralPids() throws UsageException {
        Request.Live live = (Request.Live) read(Map.of(), "--pid=1,2", "--pid", "3");
        assertThat(live.options().scope().pids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void scopesAddUpAndLeaveOut() throws UsageException {
        Request.Live live =
                (Request.Live)
                        read(
                                Map.of(),
                                "--user=7",
                                "--user=8",
                                "--comm=cat",
                                "--not-pid=4,5",
                                "--not-user=9",
                                "--cgroup=/a",
                                "--not-cgroup=/b",
                                "--container=web",
                                "--not-container=db",
                                "--pod=shop/web-1",
                                "--not-pod=x",
                                "--",
                                "ls");
        assertThat(live.options().scope())
                .isEqualTo(
                        new CaptureScope(
                                List.of("ls"),
                                new ScopeSet(
                                        List.of(), List.of("/a"), List.of(7L, 8L), List.of("cat")),
                                new ScopeSet(
                                        List.of(4L, 5L), List.of("/b"), List.of(9L), List.of()),
                                null));
        assertThat(live.containers().in())
                .isEqualTo(new ContainerChoice(List.of("web"), List.of("shop/web-1")));
        assertThat(live.containers().out())
                .isEqualTo(new ContainerChoice(List.of("db"), List.of("x")));
        assertThatThrownBy(() -> read(Map.of(), "--container="))
                .hasMessage("option --container needs a name, not \"\"");
        assertThatThrownBy(() -> read(Map.of(), "--no-containers", "--pod=x"))
                .hasMessageContaining("nobody else knows");
        assertThatThrownBy(() -> read(Map.of(), "--not-user=nobody"))
                .hasMessageContaining("--not-user: ");
        assertThatThrownBy(() -> read(Map.of(), "--run-as=0"))
                .hasMessage("option --run-as needs a command: -- COMMAND");
    }

    @Test
    void leavesTheCommandItsOutputWhereEventsGoToAFile() throws UsageException {
        assertThat(((Request.Live) read(Map.of(), "-o", "f", "--", "ls")).options())
                .extracting(options -> options.launch().outputToStderr())
                .isEqualTo(false);
        assertThat(((Request.Live) read(Map.of(), "-w", "f", "--", "ls")).options())
                .extracting(options -> options.launch().outputToStderr())
                .isEqualTo(false);
    }

    @Test
    void aTableNamesItsFieldsItself() throws UsageException {
        assertThat(
                        ((Request.Replay) read(Map.of(), "-r", "x", "--tsv", "evt.num"))
                                .asked()
                                .selection())
                .extracting(Selection::layout)
                .isEqualTo(new Layout.Tsv("evt.num"));
        for (String[] other : new String[][] {{"-j"}, {"-p", "x"}, {"--tsv", "evt.num"}}) {
            List<String> line = new ArrayList<>(List.of("--csv", "evt.num"));
            line.addAll(List.of(other));
            assertThatThrownBy(() -> read(Map.of(), line.toArray(String[]::new)))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("cannot stand beside");
        }
    }

    @Test
    void printsATableBesideARecordingWhereItIsAskedFor() throws UsageException {
        Request.Replay replay =
                (Request.Replay) read(Map.of(), "-r", "x", "-w", "y", "--csv", "evt.num");
        assertThat(replay.asked().selection().prints()).isTrue();
    }

    private static Request read(Map<String, String> environment, String... line)
            throws UsageException {
        return RequestReader.read(Arguments.parse(List.of(line)), new Users(environment, NO_FILE));
    }

    @Test
    void asksRuntimesWhereTheyAreAndHoldsAsLongAsSaid() throws UsageException {
        ContainerRequest usual = ((Request.Live) read(Map.of(), "--", "ls")).containers();
        assertThat(usual)
                .isEqualTo(
                        new ContainerRequest(
                                true,
                                RuntimeOptions.DEFAULT,
                                KubernetesOptions.DEFAULT,
                                1_000_000_000L,
                                ContainerChoice.NONE,
                                ContainerChoice.NONE));
        ContainerRequest other =
                ((Request.Live)
                                read(
                                        Map.of(),
                                        "--host-root=/host",
                                        "--container-socket=/a",
                                        "--container-socket=/b",
                                        "--container-hold=0",
                                        "--no-containers"))
                        .containers();
        assertThat(other)
                .isEqualTo(
                        new ContainerRequest(
                                false,
                                new RuntimeOptions(
                                        Path.of("/host"), List.of(Path.of("/a"), Path.of("/b"))),
                                KubernetesOptions.DEFAULT,
                                0,
                                ContainerChoice.NONE,
                                ContainerChoice.NONE));
        assertThatThrownBy(() -> read(Map.of(), "--container-hold=60000"))
                .hasMessageContaining("from 0 to 10000");
        assertThatThrownBy(() -> read(Map.of(), "--host-root=host")).hasMessageContaining("/host");
        assertThat(
                        ((Request.Live)
                                        read(
                                                Map.of(),
                                                "--k8s-api=https://10.96.0.1:443",
                                                "--k8s-node=n1",
                                                "--k8s-ca=ca",
                                                "--k8s-token=token",
                                                "--k8s-cert=cert",
                                                "--k8s-key=key"))
                                .containers()
                                .kubernetes())
                .isEqualTo(
                        new KubernetesOptions(
                                URI.create("https://10.96.0.1:443"),
                                Path.of("ca"),
                                Path.of("token"),
                                Path.of("cert"),
                                Path.of("key"),
                                "n1"));
        assertThatThrownBy(() -> read(Map.of(), "--k8s-api=http://10.96.0.1"))
                .hasMessage(
                        "option --k8s-api: http is for this machine alone, as with kubectl proxy:"
                                + " use https for 10.96.0.1");
        assertThatThrownBy(() -> read(Map.of(), "--k8s-cert=x"))
                .hasMessageContaining("belong together");
        assertThatThrownBy(() -> read(Map.of(), "-r", "f", "--no-containers"))
                .hasMessageContaining("not for a replay");
    }

    @Test
    void limitsAreGivenByName() throws UsageException {
        Request.Replay replay =
                (Request.Replay)
                        read(
                                Map.of(),
                                "-r",
                                "f",
                                "--limit=threads=100,fds=2M",
                                "--limit",
                                "text=1K");
        assertThat(replay.asked().selection().limits())
                .isEqualTo(
                        StateLimits.DEFAULT
                                .withThreads(100)
                                .withFds(StateLimits.DEFAULT.fdsPerProcess(), 2 << 20)
                                .withText(1024, StateLimits.DEFAULT.textBytes()));
        assertThatThrownBy(() -> read(Map.of(), "-r", "f", "--limit=thread=100"))
                .hasMessageContaining("names are threads, fds");
        assertThatThrownBy(() -> read(Map.of(), "-r", "f", "--limit=threads"))
                .hasMessageContaining("takes NAME=N");
        assertThatThrownBy(() -> read(Map.of(), "-r", "f", "--limit=threads=1"))
                .hasMessageContaining("too small");
        assertThatThrownBy(() -> read(Map.of(), "-r", "f", "--limit=fds=9999999999999999G"))
                .hasMessageContaining("number");
    }
}
