// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.CommandHandle;
import dev.kansoku.capture.Launch;
import dev.kansoku.capture.LiveCapture;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.ScopeSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind of scope, several at once, and what is left out of them. A process is told by the path
 * of a folder that it tries to make, {@code /proc/lab-NAME}.
 */
@Timeout(180)
class EbpfScopeKindsTest {
    /** A user whom nobody else is. */
    private static final long USER = 54_321;

    private static final String SHELL = "/bin/sh";
    private static final String LOOP =
            "while :; do true 2>/dev/null >/proc/lab-%s; sleep 0.02; done";

    @TempDir Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> cgroups = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (Process process : processes) {
            ScopeLab.end(process);
        }
        for (Path cgroup : cgroups.reversed()) {
            ScopeLab.remove(cgroup);
        }
    }

    private long start(String... command) throws Exception {
        processes.add(ScopeLab.start(command));
        return processes.getLast().pid();
    }

    private long loop(String what) throws Exception {
        return start(SHELL, "-c", LOOP.formatted(what));
    }

    private long loopAs(long uid, String what) throws Exception {
        return start(
                "setpriv", "--reuid=" + uid, "--clear-groups", SHELL, "-c", LOOP.formatted(what));
    }

    /** Of a shell with a name. */
    private long loopNamed(String name, String what) throws Exception {
        Path shell = folder.resolve(name);
        if (!Files.exists(shell)) {
            Files.copy(Path.of(SHELL).toRealPath(), shell);
        }
        return start(shell.toString(), "-c", LOOP.formatted(what));
    }

    private Path cgroup(Path made) {
        cgroups.add(made);
        return made;
    }

    private long loopIn(Path cgroup, String what) throws Exception {
        long pid =
                start(
                        SHELL,
                        "-c",
                        "echo $$ >" + cgroup + "/cgroup.procs && " + LOOP.formatted(what));
        ScopeLab.awaitMember(cgroup);
        return pid;
    }

    /** What is seen until each of the names was seen five times. */
    private static Recording observe(CaptureScope scope, String... names) throws Exception {
        LiveSource source =
                EbpfLiveTest.openEbpf(
                        LiveOptions.DEFAULT.withScope(scope).withLaunch(new Launch(null, true)));
        CommandHandle command = source.command();
        Thread.startVirtualThread(
                () -> {
                    LiveContract.sleep(60_000);
                    source.stop(); // so that a scope that shows nothing fails
                });
        int[] seen = new int[names.length];
        Recording recording =
                Recording.until(
                        source,
                        line -> {
                            boolean all = true;
                            for (int i = 0; i < names.length; i++) {
                                seen[i] += shows(line, names[i]) ? 1 : 0;
                                all &= seen[i] >= 5;
                            }
                            return all;
                        });
        if (command != null) {
            ProcessHandle.of(command.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        assertThat(seen).as("how often each of them was seen").doesNotContain(0, 1, 2, 3, 4);
        assertThat(recording.full).isZero();
        return recording;
    }

    private static boolean shows(Recording.Line line, String name) {
        return line.arguments().contains("/proc/lab-" + name + "(")
                || line.arguments().matches(".*/proc/lab-" + name + "( .*)?");
    }

    private static void seesNothingOf(Recording recording, String... names) {
        for (String name : names) {
            assertThat(recording.lines).noneSatisfy(line -> assertThat(shows(line, name)).isTrue());
        }
    }

    private static void tellsOf(Recording recording, long pid, boolean told) {
        assertThat(recording.processes.stream().anyMatch(entry -> entry.pid == pid))
                .as("an entry of " + pid)
                .isEqualTo(told);
    }

    @Test
    void aUserShowsHisThreadsAndNoOther() throws Exception {
        long inside = loopAs(USER, "inside");
        long beside = loop("beside");

        Recording recording = observe(CaptureScope.of(ScopeSet.ofUsers(List.of(USER))), "inside");

        seesNothingOf(recording, "beside");
        assertThat(recording.tids()).contains(inside).doesNotContain(beside);
        tellsOf(recording, inside, true);
        tellsOf(recording, beside, false);
    }

    @Test
    void aThreadIsInTheScopeOfAUserForAsLongAsItIsThatUser() throws Exception {
        start(LabProgram.path("labuser").toString(), Long.toString(USER), "both");

        Recording recording =
                observe(CaptureScope.of(ScopeSet.ofUsers(List.of(USER))), "both-user");

        seesNothingOf(recording, "both-root");
        // the call by which it becomes the user ends as the user's, and the one back does not
        assertThat(recording.lines.stream().map(Recording.Line::type))
                .contains("setresuid")
                .doesNotContain("nanosleep", "clock_nanosleep");
    }

    @Test
    void severalScopesAddUp() throws Exception {
        Path one = cgroup(ScopeLab.cgroup());
        Path other = cgroup(ScopeLab.cgroup());
        loopIn(one, "one");
        loopIn(other, "other");
        loopAs(USER, "user");
        loopNamed("lab-a", "a");
        loopNamed("lab-b", "b");
        long tree = start(SHELL, "-c", SHELL + " -c '" + LOOP.formatted("child") + "'; :");
        loop("beside");
        ScopeSet in =
                new ScopeSet(
                        List.of(tree),
                        List.of(one.toString(), other.toString()),
                        List.of(USER),
                        List.of("lab-a", "lab-b"));

        Recording recording =
                observe(CaptureScope.of(in), "one", "other", "user", "a", "b", "child");

        seesNothingOf(recording, "beside");
    }

    @Test
    void aCommandIsObservedBesideOthers() throws Exception {
        long inside = loopAs(USER, "inside");
        loop("beside");
        CaptureScope scope =
                new CaptureScope(
                        List.of(SHELL, "-c", LOOP.formatted("command")),
                        ScopeSet.ofUsers(List.of(USER)),
                        ScopeSet.NONE,
                        null);

        Recording recording = observe(scope, "inside", "command");

        seesNothingOf(recording, "beside");
        tellsOf(recording, inside, true);
    }

    @Test
    void aCgroupOfVersionOneShowsTheProcessesBelowIt() throws Exception {
        Path cgroup = cgroup(ScopeLab.cgroupOfFirstVersion());
        Path below = cgroup(Files.createDirectory(cgroup.resolve("below")));
        Path beside = cgroup(ScopeLab.cgroupOfFirstVersion());
        long inside = loopIn(below, "inside");
        long outside = loopIn(beside, "beside");

        Recording recording = observe(CaptureScope.ofCgroup(cgroup.toString()), "inside");

        seesNothingOf(recording, "beside");
        tellsOf(recording, inside, true);
        tellsOf(recording, outside, false);
    }

    @Test
    void aPathOutsideOfAllHierarchiesIsRefused() throws Exception {
        EbpfLiveTest.openEbpf(LiveOptions.DEFAULT.ofPids(List.of(loop("any")))).close();
        assertThatThrownBy(
                        () ->
                                LiveCapture.open(
                                        LiveOptions.DEFAULT
                                                .withScope(CaptureScope.ofCgroup("/tmp"))
                                                .withEngine(LiveOptions.Engine.EBPF),
                                        _ -> {}))
                .hasMessageContaining("/tmp is no control group");
    }

    @Test
    void aProcessIsLeftOutWithItsDescendantsAlsoThoseToCome() throws Exception {
        Path below = folder.resolve("below");
        // each turn of the loop is a shell of its own
        String loop = "while :; do " + SHELL + " -c 'true 2>/dev/null >/proc/lab-%s'; done";
        Files.writeString(below, loop.formatted("out"));
        Process tree =
                ScopeLab.start(SHELL, "-c", SHELL + " " + below + " & " + loop.formatted("inside"));
        processes.add(tree);
        long out = firstChild(tree, below.toString());

        Recording recording =
                observe(
                        CaptureScope.ofPids(List.of(tree.pid()))
                                .without(ScopeSet.ofPids(List.of(out))),
                        "inside");

        seesNothingOf(recording, "out");
        tellsOf(recording, out, false);
    }

    @Test
    void cgroupsUsersAndNamesAreLeftOutOfATree() throws Exception {
        Path cgroup = cgroup(ScopeLab.cgroup());
        Files.copy(Path.of(SHELL).toRealPath(), folder.resolve("lab-out"));
        String all =
                String.join(
                        " & ",
                        "(echo $(exec "
                                + SHELL
                                + " -c 'echo $PPID') >"
                                + cgroup
                                + "/cgroup.procs; "
                                + LOOP.formatted("cgroup")
                                + ")",
                        "setpriv --reuid="
                                + USER
                                + " --clear-groups "
                                + SHELL
                                + " -c '"
                                + LOOP.formatted("user")
                                + "'",
                        folder.resolve("lab-out") + " -c '" + LOOP.formatted("name") + "'",
                        LOOP.formatted("inside"));
        long tree = start(SHELL, "-c", all);
        ScopeLab.awaitMember(cgroup);
        ScopeSet in = ScopeSet.ofPids(List.of(tree));

        observe(CaptureScope.of(in), "inside", "cgroup", "user", "name");
        ScopeSet out =
                new ScopeSet(
                        List.of(), List.of(cgroup.toString()), List.of(USER), List.of("lab-out"));
        Recording recording = observe(CaptureScope.of(in).without(out), "inside");

        seesNothingOf(recording, "cgroup", "name", "user");
    }

    @Test
    void aCgroupIsLeftOutOfTheOneThatItLiesIn() throws Exception {
        Path cgroup = cgroup(ScopeLab.cgroup());
        Path below = cgroup(Files.createDirectory(cgroup.resolve("below")));
        Path besideIt = cgroup(Files.createDirectory(cgroup.resolve("beside")));
        loopIn(below, "out");
        loopIn(besideIt, "inside");

        Recording recording =
                observe(
                        CaptureScope.ofCgroup(cgroup.toString())
                                .without(ScopeSet.ofCgroups(List.of(below.toString()))),
                        "inside");

        seesNothingOf(recording, "out");
    }

    @Test
    void ptraceSaysWhichScopesItDoesNotHave() {
        LiveOptions options =
                LiveOptions.DEFAULT
                        .withScope(
                                CaptureScope.ofCommand(List.of("true"))
                                        .without(ScopeSet.ofUsers(List.of(USER))))
                        .withEngine(LiveOptions.Engine.PTRACE);
        assertThatThrownBy(() -> LiveCapture.open(options, System.out::println))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("nothing can be left out");
    }

    private static long firstChild(Process parent, String argument) throws Exception {
        for (int i = 0; i < 500; i++) {
            for (ProcessHandle child : parent.children().toList()) {
                boolean found =
                        Set.of(child.info().arguments().orElse(new String[0])).contains(argument);
                if (found) {
                    return child.pid();
                }
            }
            LiveContract.sleep(10);
        }
        throw new AssertionError("no child has the argument " + argument);
    }
}
