// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.KernelSplit;
import dev.kansoku.capture.Launch;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.ptrace.PtraceSource;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.ffi.Credentials;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.Processes;
import dev.kansoku.filter.Filter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that the ptrace engine starts under a filter in the kernel. */
@Timeout(60)
class PtraceFilterTest {
    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());
    private static final Set<String> BIRTHS = Set.of("fork", "vfork", "clone", "clone3");

    @TempDir Path folder;

    private final List<String> notes = new ArrayList<>();

    @Test
    void tellsOfWhatIsWantedAndOfWhatTheStateNeedsAllThatItTellsWithoutAFilter() throws Exception {
        WantedEvents wanted = wanted("evt.type in (mkdirat, getppid, nanosleep)");
        String program = LabProgram.path().toString();
        Path first = Files.createDirectory(folder.resolve("a"));
        Path second = Files.createDirectory(folder.resolve("b"));
        Recording all =
                Recording.of(PtraceSource.open(LiveContract.ofCommand(program, first.toString())));
        Recording some = Recording.of(open(wanted, program, second.toString()));

        Set<String> told = new HashSet<>(BIRTHS);
        BitSet calls = KernelSplit.wantedCalls(wanted);
        SystemCall[] rows = SystemCallTable.byNumber(Native.ARCHITECTURE);
        calls.stream().filter(n -> rows[n] != null).forEach(n -> told.add(rows[n].event().name()));
        Map<String, Integer> expected = new HashMap<>(all.counts());
        Map<String, Integer> counts = new HashMap<>(some.counts());
        expected.keySet().removeIf(name -> !told.contains(name));
        counts.keySet().removeIf(name -> !told.contains(name));
        assertThat(counts).isEqualTo(expected).containsKeys("mkdirat", "openat", "clone");
        assertThat(all.counts()).containsKey("getuid");
        assertThat(some.counts()).doesNotContainKey("getuid");
        assertThat(some.ofType("procexit")).hasSameSizeAs(all.ofType("procexit"));
    }

    @Test
    void letsCallsThatNobodyWantsPassWithoutAStop() throws Exception {
        Recording recording =
                Recording.of(
                        open(
                                wanted("evt.type = mount"),
                                "grep",
                                "-q",
                                "Seccomp:\t2",
                                "/proc/self/status"));

        assertThat(recording.counts()).doesNotContainKey("read").containsKey("openat");
        assertThat(notes).isEmpty();
        assertThat(statusOf(wanted("evt.type = mount"), "Seccomp:\t2")).isZero();
        assertThat(statusOf(null, "Seccomp:\t0")).isZero();
    }

    @Test
    void takesNoRightsFromWhatRootStarts() throws Exception {
        assumeTrue(isRoot() && !Credentials.current().noNewPrivileges());

        assertThat(statusOf(wanted("evt.type = mount"), "NoNewPrivs:\t0")).isZero();
    }

    @Test
    void stopsAllCallsOfACommandThatMustOutliveTheCapture() throws Exception {
        LiveOptions options =
                LiveContract.ofCommand("grep", "-q", "Seccomp:\t0", "/proc/self/status")
                        .withDemand(new Demand(Set.of(), wanted("evt.type = mount")))
                        .withLaunch(new Launch(null, true, true));
        LiveSource source = PtraceSource.open(options, notes::add);
        Recording recording = Recording.of(source);

        assertThat(source.command().exitStatus()).hasValue(0);
        assertThat(recording.counts()).doesNotContainKey("read");
    }

    @Test
    void waitsForWhatTheCommandLeftBehindAndTellsNothingOfIt() throws Exception {
        Path late = folder.resolve("late");
        LiveSource source =
                open(
                        wanted("evt.type = mkdir"),
                        "/bin/sh",
                        "-c",
                        "(sleep 1; mkdir " + late + ") & exit 3");
        Recording recording = Recording.of(source);

        assertThat(source.command().exitStatus()).hasValue(3);
        assertThat(late).isDirectory();
        assertThat(recording.ofType("mkdir")).isEmpty();
        assertThat(notes).singleElement().asString().contains("--outlive would let them go");
    }

    @Test
    void asksAllThatCannotBeLetGoToEndWhereTheCaptureEndsBeforeThem() throws Exception {
        LiveSource source =
                open(wanted("evt.type = mkdir"), "/bin/sh", "-c", "sleep 30 & sleep 30");
        long pid = source.command().pid();
        LiveContract.sleep(200);
        source.stop();
        Recording.of(source);

        assertThat(Processes.kill((int) pid, 0)).isNegative();
        assertThat(source.command().exitStatus()).isEmpty();
    }

    @Test
    void canBeNarrowedButNotWidenedBeyondItsFilter() throws Exception {
        LiveSource source =
                open(
                        wanted("evt.type in (mkdir, getppid)"),
                        "/bin/sh",
                        "-c",
                        "sleep 0.5; mkdir /proc/lab-narrow");
        source.narrow(wanted("evt.type = getppid"));
        assertThatThrownBy(() -> source.narrow(wanted("evt.type in (mkdir, write)")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("--outlive");
        Recording recording = Recording.of(source);

        assertThat(recording.ofType("mkdir")).isEmpty();
        assertThat(recording.ofType("getppid")).isNotEmpty();
    }

    @Test
    void saysThatARightfulTracerWouldTakeRightsFromAnotherUsersPrograms() throws Exception {
        assumeTrue(isRoot());
        LiveOptions options =
                LiveContract.ofCommand("grep", "-q", "NoNewPrivs:\t0", "/proc/self/status")
                        .withDemand(new Demand(Set.of(), wanted("evt.type = mount")))
                        .withLaunch(new Launch(new Launch.RunAs(65534, 65534), true));
        LiveSource source = PtraceSource.open(options, notes::add);
        Recording.of(source);

        assertThat(source.command().exitStatus()).hasValue(0);
        assertThat(notes).singleElement().asString().contains("set-user-ID");
    }

    private static boolean isRoot() {
        return Credentials.current().uid() == 0;
    }

    /** What grep says of a text in its own status. */
    private int statusOf(@Nullable WantedEvents wanted, String text) throws Exception {
        LiveSource source = open(wanted, "grep", "-q", text, "/proc/self/status");
        Recording.of(source);
        return source.command().exitStatus().orElseThrow();
    }

    private LiveSource open(@Nullable WantedEvents wanted, String... command) throws Exception {
        return PtraceSource.open(
                LiveContract.ofCommand(command).withDemand(new Demand(Set.of(), wanted)),
                notes::add);
    }

    private static WantedEvents wanted(String text) throws Exception {
        Filter<EventContext> filter = Filter.compile(text, FIELDS);
        return WantedEvents.of(filter);
    }
}
