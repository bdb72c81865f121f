// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.CgroupLimit;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.ScopeSet;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.bpf.EbpfSource;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is held back of a cgroup that makes too many events, and nothing of another. */
@Timeout(120)
class EbpfLimitTest {
    private static final String SHELL = "/bin/sh";
    private static final int FLOOD = 200_000;
    private static final int QUIET = 60;

    /** Each turn writes one byte. */
    private static final String QUIETLY =
            "exec 9>/dev/null; i=0; while test $i -lt "
                    + QUIET
                    + "; do printf x >&9; sleep 0.02;"
                    + " i=$((i+1)); done";

    private static final Pattern NOTICE =
            Pattern.compile(
                    ".*kansoku.throttle data=held=(\\d+) since=(\\S+) limit=(\\S+) cgroup=(\\S+)");

    @TempDir Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> cgroups = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (Process process : processes) {
            ScopeLab.end(process);
        }
        for (Path cgroup : cgroups) {
            ScopeLab.remove(cgroup);
        }
    }

    private Path cgroup(Path made) {
        cgroups.add(made);
        return made;
    }

    private Process start(String script) throws Exception {
        processes.add(ScopeLab.start(SHELL, "-c", script));
        return processes.getLast();
    }

    /** A shell in a cgroup, which waits for the file {@code go}. */
    private Process in(Path cgroup, String script) throws Exception {
        Process process =
                start(
                        "echo $$ >%s/cgroup.procs; while ! test -e %s; do sleep 0.02; done; %s"
                                .formatted(cgroup, folder.resolve("go"), script));
        ScopeLab.awaitMember(cgroup);
        return process;
    }

    private static Demand writes() throws Exception {
        return new Demand(
                Set.of(),
                WantedEvents.of(
                        Filter.compile("evt.type = write", new EngineFields(FieldOptions.text()))));
    }

    private static long writesOf(Recording recording, Process process) {
        return recording.of(process.pid()).stream()
                .filter(line -> line.type().equals("write") && line.arguments().contains("res=1 "))
                .count();
    }

    private static void stopBehind(LiveSource source, Process... waitedFor) {
        Thread.startVirtualThread(
                () -> {
                    try {
                        for (Process process : waitedFor) {
                            process.waitFor();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    source.stop();
                });
    }

    @Test
    void aCgroupThatFloodsIsHeldBackExactlyAndAnotherLosesNothing() throws Exception {
        floodBesideQuiet(cgroup(ScopeLab.cgroup()), cgroup(ScopeLab.cgroup()));
    }

    @Test
    void cgroupsOfVersionOneAreToldApartToo() throws Exception {
        floodBesideQuiet(
                cgroup(ScopeLab.cgroupOfFirstVersion()), cgroup(ScopeLab.cgroupOfFirstVersion()));
    }

    private void floodBesideQuiet(Path loud, Path quiet) throws Exception {
        Process flood =
                in(loud, "exec dd if=/dev/zero of=/dev/null bs=1 status=none count=" + FLOOD);
        Process still = in(quiet, QUIETLY);
        Process outside = start(QUIETLY + "; sleep 60");
        CgroupLimit limit = new CgroupLimit(1000, 500);
        LiveOptions options =
                LiveOptions.DEFAULT
                        .withScope(
                                CaptureScope.of(
                                        ScopeSet.ofCgroups(
                                                List.of(loud.toString(), quiet.toString()))))
                        .withDemand(writes());
        long begin = System.nanoTime();
        LiveSource source = EbpfLiveTest.openEbpf(options.withLimit(limit));
        folder.resolve("go").toFile().createNewFile();
        stopBehind(source, flood, still);
        Recording recording = Recording.of(source);
        double seconds = (System.nanoTime() - begin) / 1e9;

        long seen = writesOf(recording, flood);
        System.out.printf(
                "%d seen and %d held back of %d in %.1f s%n",
                seen, recording.throttled, FLOOD, seconds);
        assertThat(recording.full).isZero();
        assertThat(seen + recording.throttled).isEqualTo(FLOOD);
        assertThat(seen).isBetween(500L, (long) (500 + 1000 * seconds) + 1);
        assertThat(writesOf(recording, still)).isEqualTo(QUIET);
        assertThat(recording.tids()).doesNotContain(outside.pid());
        assertThat(notices(recording, limit, loud, seconds)).isEqualTo(recording.throttled);
        assertThat(ratios(recording)).isEqualTo(recording.throttled);
    }

    /** What all notices tell together. */
    private static long notices(
            Recording recording, CgroupLimit limit, Path cgroup, double seconds) {
        long held = 0;
        int notices = 0;
        for (Recording.Line line : recording.ofType("asyncevent")) {
            Matcher notice = NOTICE.matcher(line.arguments().strip());
            assertThat(notice.matches()).as(line.arguments()).isTrue();
            held += Long.parseLong(notice.group(1));
            assertThat(notice.group(3)).isEqualTo(limit.toString());
            assertThat(cgroup.toString()).endsWith(notice.group(4));
            assertThat(notice.group(4)).contains("kansoku-test");
            notices++;
        }
        assertThat(notices).as("one a second, and one at the end").isBetween(1, (int) seconds + 3);
        return held;
    }

    private static long ratios(Recording recording) {
        return recording.ofType("drop").stream()
                .mapToLong(drop -> Long.parseLong(drop.arguments().strip().replace("ratio=", "")))
                .sum();
    }

    @Test
    void whatTellsOfProcessesAndFdsIsNeverHeldBack() throws Exception {
        String script = "i=0; while test $i -lt 200; do true >/dev/null; i=$((i+1)); done; exit 7";
        LiveSource source =
                EbpfLiveTest.openEbpf(
                        LiveContract.ofCommand(SHELL, "-c", script)
                                .withLimit(new CgroupLimit(1, 1)));

        Recording recording = Recording.of(source);

        assertThat(recording.throttled).isPositive();
        assertThat(
                        recording.ofType("openat").stream()
                                .filter(line -> line.arguments().contains("/dev/null")))
                .hasSize(200);
        assertThat(recording.lines).anySatisfy(l -> assertThat(l.type()).isEqualTo("procexit"));
        assertThat(ratios(recording)).isEqualTo(recording.throttled);
    }

    @Test
    void aLimitIsChangedWhileACaptureRunsAndNothingIsAttached() throws Exception {
        Path cgroup = cgroup(ScopeLab.cgroup());
        String phase = "dd if=/dev/zero of=/dev/null bs=1 status=none count=2000; : >%s; ";
        String wait = "while ! test -e %s; do sleep 0.02; done; ";
        Path[] done = {folder.resolve("a"), folder.resolve("b"), folder.resolve("c")};
        Path[] next = {folder.resolve("x"), folder.resolve("y")};
        Process process =
                in(
                        cgroup,
                        phase.formatted(done[0])
                                + wait.formatted(next[0])
                                + phase.formatted(done[1])
                                + wait.formatted(next[1])
                                + phase.formatted(done[2]));
        EbpfSource source =
                (EbpfSource)
                        EbpfLiveTest.openEbpf(
                                LiveOptions.DEFAULT
                                        .withScope(CaptureScope.ofCgroup(cgroup.toString()))
                                        .withDemand(writes()));
        List<String> programs = source.programs();
        Thread changer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        folder.resolve("go").toFile().createNewFile();
                                        await(done[0]);
                                        source.limit(new CgroupLimit(10, 10));
                                        next[0].toFile().createNewFile();
                                        await(done[1]);
                                        source.limit(null);
                                        next[1].toFile().createNewFile();
                                        await(done[2]);
                                        process.waitFor();
                                    } catch (IOException | InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    } finally {
                                        source.stop();
                                    }
                                });
        Recording recording = Recording.of(source);
        changer.join();

        long seen =
                recording.ofType("write").stream()
                        .filter(line -> line.arguments().contains("res=1 "))
                        .count();
        assertThat(seen + recording.throttled).isEqualTo(6000);
        assertThat(seen).isBetween(4010L, 4200L);
        assertThat(source.programs()).isEqualTo(programs);
    }

    private static void await(Path file) {
        for (int i = 0; i < 3000 && !Files.exists(file); i++) {
            LiveContract.sleep(10);
        }
    }
}
