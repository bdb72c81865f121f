// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static dev.kansoku.engine.state.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.start.GroupEntry;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ThreadStateTest {
    private static final long PROCESS = 0;
    private static final long THREAD = 8192 | 1 | 2 | 32768;

    @Test
    void makesAChildFromTheParentsExitAndLeavesItAloneAtTheChilds() {
        Scene scene = new Scene().process(1, 0, "init").process(10, 1, "sh");
        scene.exit(10, "open", 3, "/etc/passwd", 1, 0, 0, 0);

        scene.cloned(10, 11, 10, 1, "sh", PROCESS).cloned(11, 0, 11, 10, "sh", PROCESS);

        ThreadState child = scene.thread(11);
        assertThat(scene.state.thread()).isSameAs(child);
        assertThat(child.pid()).isEqualTo(11);
        assertThat(child.ppid()).isEqualTo(10);
        assertThat(text(child.cwd())).isEqualTo("/home/");
        assertThat(text(child.env())).isEqualTo("A=1\0");
        assertThat(text(scene.fd(11, 3).name())).isEqualTo("/etc/passwd");
        assertThat(child.sid()).isEqualTo(7);
        assertThat(text(child.cgroups())).isEqualTo("cpu=/a\0");
    }

    @Test
    void makesAChildFromItsOwnExitAndLeavesItAloneAtTheParents() {
        Scene scene = new Scene().process(1, 0, "init").process(10, 1, "sh");

        scene.cloned(11, 0, 11, 10, "sh", PROCESS);
        ThreadState child = scene.thread(11);
        scene.cloned(10, 11, 10, 1, "sh", PROCESS);

        assertThat(scene.thread(11)).isSameAs(child);
        assertThat(child.ppid()).isEqualTo(10);
    }

    @Test
    void aChildThatEndedBeforeItsParentsExitDoesNotComeBack() {
        Scene scene = new Scene().process(1, 0, "init").process(10, 1, "sh");
        scene.enter(10, "clone3").later(10);
        scene.cloned(11, 0, 11, 10, "sh", PROCESS).later(10);
        scene.enter(11, "procexit", 0, 0, 0, 0, 0).later(10);

        scene.cloned(10, 11, 10, 1, "sh", PROCESS);

        assertThat(scene.state.threads().get(11)).isNull();
        assertThat(scene.state.threads().size()).isEqualTo(2);
    }

    @Test
    void aParentsExitDoesNotMakeAChildInAnotherPidNamespace() {
        Scene scene = new Scene().process(1, 0, "init").process(10, 1, "sh");

        scene.cloned(10, 2, 10, 1, "sh", CloneFlags.NEWPID);
        assertThat(scene.state.threads().get(2)).isNull();

        scene.cloned(4711, 0, 4711, 10, "sh", CloneFlags.NEWPID, 1, 1);
        assertThat(scene.thread(4711).vpid()).isEqualTo(1);
        assertThat(scene.thread(4711).isInPidNamespace()).isTrue();
    }

    @Test
    void threadsShareFdsAndDirectoryOfTheirProcess() {
        Scene scene = new Scene().process(1, 0, "init").process(10, 1, "java");
        scene.cloned(10, 12, 10, 1, "java", THREAD);

        scene.exit(12, "open", 5, "log", 1, 0, 0, 0);
        scene.exit(12, "chdir", 0, "/tmp");

        assertThat(text(scene.fd(10, 5).name())).isEqualTo("/home/log");
        assertThat(text(scene.thread(10).cwd())).isEqualTo("/tmp/");
        assertThat(scene.thread(12).isMain()).isFalse();
        assertThat(scene.thread(12).pid()).isEqualTo(10);
        assertThat(scene.thread(10).threadCount()).isEqualTo(2);
        assertThat(scene.thread(10).childCount()).isEqualTo(1);
    }

    @Test
    void aProcessOfItsOwnMaySharesFdsUntilItExecutes() {
        Scene scene = new Scene().process(1, 0, "init").process(10, 1, "sh");
        scene.cloned(10, 11, 10, 1, "sh", CloneFlags.FILES);

        scene.exit(11, "open", 5, "/a", 1, 0, 0, 0);
        assertThat(scene.hasFd(10, 5)).isTrue();

        scene.executed(11, 11, 10, "ls");
        scene.exit(11, "open", 6, "/b", 1, 0, 0, 0);
        assertThat(scene.hasFd(11, 5)).isTrue();
        assertThat(scene.hasFd(10, 6)).isFalse();
    }

    @Test
    void aMainThreadStaysUntilTheLastThreadOfItsProcessEnds() {
        Scene scene = new Scene().process(1, 0, "init").process(10, 1, "java");
        scene.cloned(10, 12, 10, 1, "java", THREAD);

        scene.enter(10, "procexit", 0, 0, 0, 0, 0);
        scene.enter(12, "getuid");
        assertThat(scene.thread(10).threadCount()).isEqualTo(1);
        assertThat(scene.thread(12).childCount()).isEqualTo(1);

        scene.enter(12, "procexit", 0, 0, 0, 0, 0);
        assertThat(scene.state.thread()).isNotNull();
        scene.enter(1, "getuid");
        assertThat(scene.state.threads().get(12)).isNull();
        assertThat(scene.state.threads().get(10)).isNull();
    }

    @Test
    void orphansGoToTheReaperThatTheKernelNamed() {
        Scene scene = new Scene().process(1, 0, "init").process(5, 1, "systemd");
        scene.process(10, 5, "sh").process(11, 10, "sleep");

        scene.enter(10, "procexit", 0, 0, 0, 0, 5).enter(1, "getuid");

        assertThat(scene.thread(11).ppid()).isEqualTo(5);
    }

    @Test
    void orphansGoToTheNearestSubreaperWhereTheKernelNamedNone() {
        Scene scene = new Scene().process(1, 0, "init").process(5, 1, "systemd");
        scene.process(10, 5, "sh").process(11, 10, "sleep");
        scene.exit(5, "prctl", 0, 36, null, 1);

        scene.play(10, Scene.newest("procexit", false), 0).enter(1, "getuid");

        assertThat(scene.thread(11).ppid()).isEqualTo(5);
    }

    @Test
    void anExecutionTakesUpTheProgramAndEndsTheOtherThreads() {
        Scene scene = new Scene().process(1, 0, "init").process(10, 1, "sh");
        scene.cloned(10, 12, 10, 1, "sh", THREAD);

        scene.executed(10, 10, 1, "ls");

        ThreadState thread = scene.thread(10);
        assertThat(text(thread.comm())).isEqualTo("ls");
        assertThat(text(thread.exe())).isEqualTo("/bin/ls");
        assertThat(text(thread.exepath())).isEqualTo("/usr/bin/ls");
        assertThat(text(thread.args())).isEqualTo("one\0two\0");
        assertThat(text(thread.env())).isEqualTo("B=2\0");
        assertThat(thread.uid()).isZero();
        assertThat(thread.loginUid()).isEqualTo(1001);
        assertThat(thread.tty()).isEqualTo(34816);
        assertThat(thread.exeWritable()).isTrue();
        assertThat(thread.exeUpperLayer()).isTrue();
        assertThat(thread.capEffective()).isEqualTo(3);
        assertThat(thread.exeInode()).isEqualTo(55);
        assertThat(thread.vmSize()).isEqualTo(400);
        assertThat(thread.threadCount()).isEqualTo(1);
        assertThat(scene.state.threads().get(12)).isNull();
    }

    @Test
    void anExecutionWithoutTheKernelsPathTakesThatOfTheEnter() {
        Scene scene = new Scene().process(10, 1, "sh");
        scene.play(10, 292, "../bin/tool");
        scene.play(10, 293, 0, "tool", Scene.ascii(""), 10, 10, 1, "", 1024, 0, 0, 0, 0, 0, "tool");

        assertThat(text(scene.thread(10).exepath())).isEqualTo("/bin/tool");
    }

    @Test
    void anExecveatEndsAsAnExecveAndTakesItsDirectory() {
        Scene scene = new Scene().process(10, 1, "sh");
        scene.exit(10, "openat", 3, Scene.FDCWD, "/opt", 1024, 0, 0, 0);
        scene.enter(10, "execveat", 3, "tool", 0);
        scene.play(10, 293, 0, "tool", Scene.ascii(""), 10, 10, 1, "", 1024, 0, 0, 0, 0, 0, "tool");

        assertThat(text(scene.thread(10).exepath())).isEqualTo("/opt/tool");
    }

    @Test
    void oldExecutionsNameTheProgramByItsFirstArgument() {
        Scene scene = new Scene().process(10, 1, "sh");
        scene.play(10, 13, 0, "/bin/old", Scene.ascii(""), 10, 10, 1, "", 1024);

        assertThat(text(scene.thread(10).comm())).isEqualTo("/bin/old");
    }

    @Test
    void anExecutionThatFailedChangesNothing() {
        Scene scene = new Scene().process(10, 1, "sh");
        scene.exit(10, "execve", -2, "x", Scene.ascii(""), 10, 10, 1);

        assertThat(text(scene.thread(10).comm())).isEqualTo("sh");
    }

    @Test
    void takesUserAndGroupFromEnterOrExitAlike() {
        Scene old = new Scene().process(10, 1, "su");
        old.enter(10, "setuid", 5).exit(10, "setuid", 0);
        old.enter(10, "setresgid", -1, 6, -1).exit(10, "setresgid", 0);
        Scene recent = new Scene().process(10, 1, "su");
        recent.exit(10, "setuid", 0, 5).exit(10, "setresgid", 0, -1, 6, -1);

        assertThat(old.thread(10).uid()).isEqualTo(5);
        assertThat(old.thread(10).gid()).isEqualTo(6);
        assertThat(recent.thread(10).uid()).isEqualTo(5);
        assertThat(recent.thread(10).gid()).isEqualTo(6);
    }

    @Test
    void idsThatACallLeavesAloneStay() {
        Scene scene = new Scene().process(10, 1, "su");
        scene.exit(10, "setresuid", 0, 1, -1, 1).exit(10, "setuid", -1, 5);

        assertThat(scene.thread(10).uid()).isEqualTo(1000);
    }

    @Test
    void followsSessionGroupNameAndCapabilities() {
        Scene scene = new Scene().process(10, 1, "sh");
        scene.exit(10, "setpgid", 0, 0, 33);
        assertThat(scene.thread(10).vpgid()).isEqualTo(33);
        scene.exit(10, "setsid", 10);
        assertThat(scene.thread(10).sid()).isEqualTo(10);
        assertThat(scene.thread(10).vpgid()).isEqualTo(10);
        scene.exit(10, "prctl", 0, 15, "a-name-that-is-too-long", null);
        assertThat(text(scene.thread(10).comm())).isEqualTo("a-name-that-is-");
        scene.exit(10, "capset", 0, 1, 2, 4);
        assertThat(scene.thread(10).capEffective()).isEqualTo(4);
        scene.exit(10, "unshare", 0, CloneFlags.NEWUSER);
        assertThat(scene.thread(10).capEffective()).isEqualTo((1L << 41) - 1);
    }

    @Test
    void followsDirectoriesAndRoot() {
        Scene scene = new Scene().process(10, 1, "sh");
        scene.exit(10, "chdir", 0, "a/./b/..");
        assertThat(text(scene.thread(10).cwd())).isEqualTo("/home/a/");
        scene.exit(10, "openat", 3, Scene.FDCWD, "/srv/x", 1024, 0, 0, 0);
        scene.enter(10, "fchdir", 3).exit(10, "fchdir", 0);
        assertThat(text(scene.thread(10).cwd())).isEqualTo("/srv/x/");
        scene.exit(10, "chdir", 0, "/");
        scene.exit(10, "fchdir", 0, 3);
        assertThat(text(scene.thread(10).cwd())).isEqualTo("/srv/x/");
        scene.exit(10, "chroot", 0, "jail");
        assertThat(text(scene.thread(10).root())).isEqualTo("/srv/x/jail");
    }

    @Test
    void followsMemoryAndLimits() {
        Scene scene = new Scene().process(10, 1, "sh");
        scene.exit(10, "brk", 0, 1, 2, 3);
        assertThat(scene.thread(10).vmRss()).isEqualTo(2);
        scene.enter(10, "switch", 0, 7, 8, 100, 50, 1);
        assertThat(scene.thread(10).minorFaults()).isEqualTo(8);
        assertThat(scene.thread(10).vmSize()).isEqualTo(100);
        scene.exit(10, "setrlimit", 0, 99, 100, 7);
        assertThat(scene.thread(10).fdLimit()).isEqualTo(99);
        scene.enter(10, "prlimit", 0, 7).exit(10, "prlimit", 0, 77, 78, 1, 2);
        assertThat(scene.thread(10).fdLimit()).isEqualTo(77);
    }

    @Test
    void aThreadThatNobodyIntroducedIsAPlaceholder() {
        Scene scene = new Scene().enter(99, "getuid");

        ThreadState thread = scene.thread(99);
        assertThat(thread.placeholder()).isTrue();
        assertThat(text(thread.comm())).isEqualTo("<NA>");
        assertThat(text(thread.exe())).isEqualTo("<NA>");
        assertThat(text(thread.cwd())).isEqualTo("./");
        assertThat(thread.pid()).isEqualTo(-1);
        assertThat(thread.uid()).isEqualTo(0xffffffffL);
        assertThat(thread.threadCount()).isZero();
    }

    @Test
    void aSwitchOfAnUnknownThreadInventsNobody() {
        Scene scene = new Scene();
        scene.enter(0, "switch", 10, 0, 0, 0, 0, 0);

        assertThat(scene.state.thread()).isNull();
        assertThat(scene.state.threads().size()).isZero();
    }

    @Test
    void measuresFromTheEnterOfTheSameCallAlone() {
        Scene scene = new Scene().process(10, 1, "sh");
        scene.enter(10, "getuid").later(50).exit(10, "getuid", 0);
        assertThat(scene.state.latency()).isEqualTo(50);
        assertThat(scene.state.enter()).isNotNull();

        scene.enter(10, "getuid").later(50).exit(10, "getgid", 0);
        assertThat(scene.state.latency()).isZero();
        assertThat(scene.state.enter()).isNull();

        scene.exit(10, "getuid", 0);
        assertThat(scene.state.enter()).isNull();
    }

    @Test
    void aNewSectionForgetsEverything() {
        Scene scene = new Scene().process(10, 1, "sh").enter(10, "getuid");
        scene.state.section();

        assertThat(scene.state.threads().size()).isZero();
        assertThat(scene.state.thread()).isNull();
    }

    @Test
    void usersAndGroupsComeAndGo() {
        Scene scene = new Scene();
        scene.enter(0, "useradded", 5, 6, "eve", "/home/eve", "/bin/sh", "");
        scene.enter(0, "groupadded", 6, "staff", "");
        assertThat(scene.state.users().user(5)).isNotNull();
        assertThat(scene.state.users().group(null, 6)).isNotNull();
        scene.enter(0, "useradded", 7, 6, "other", "/", "/bin/sh", "container");
        assertThat(scene.state.users().user(7)).isNull();
        scene.enter(0, "userdeleted", 5, 6, "eve", "/home/eve", "/bin/sh", "");
        scene.enter(0, "groupdeleted", 6, "staff", "");
        assertThat(scene.state.users().user(5)).isNull();
        assertThat(scene.state.users().group(null, 6)).isNull();
    }

    @Test
    void aNumberMeansAnotherUserInAContainer() {
        String id = "1f".repeat(32);
        Scene scene = new Scene().process(10, 1, "sh").process(20, 1, "sh");
        ThreadState inside = Objects.requireNonNull(scene.state.threads().get(20));
        inside.cgroups = new CgroupText(Bytes.ascii("cpu=/docker/" + id + "\0"));
        ThreadState outside = scene.state.threads().get(10);
        scene.enter(0, "useradded", 5, 6, "eve", "/home/eve", "/bin/sh", "");
        scene.enter(0, "useradded", 0, 0, "root", "/root", "/bin/sh", "");
        UserDirectory users = scene.state.users();
        assertThat(users.user(inside, 5)).as("nothing told of the container's users").isNull();
        assertThat(users.user(inside, 0)).isNotNull();

        scene.enter(0, "useradded", 5, 6, "mallory", "/", "/bin/sh", id.substring(0, 12));

        assertThat(users.user(inside, 5)).hasFieldOrPropertyWithValue("name", "mallory");
        assertThat(users.user(outside, 5)).hasFieldOrPropertyWithValue("name", "eve");
        assertThat(users.user(inside, 0)).as("the container has no root").isNull();
        assertThat(users.group(inside, 6)).isNull();
    }

    @Test
    void usersOfTooManyContainersAreForgotten() {
        StateLimits limits = new StateLimits(16, 1, 1, 2, 1 << 20);
        UserDirectory users = new UserDirectory(new ContainerTable(limits), limits);
        for (int i = 0; i < 5; i++) {
            users.put("container-" + i, new GroupEntry(1, "staff"));
        }
        ThreadState thread = new ThreadState(1, new FdTable(new FdBudget(StateLimits.DEFAULT)));

        assertThat(users.group(thread, 1)).isNull();
        for (int i = 0; i < 5000; i++) {
            users.put("container-9", new GroupEntry(i, "staff"));
        }
        assertThat(users.refused()).isEqualTo(5000 - 4096);
    }
}
