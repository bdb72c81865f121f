// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static dev.kansoku.engine.state.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tids that the kernel uses again, and events that come late: nobody gets another one's name. */
class ThreadIdentityTest {
    private static final int THREAD = CloneFlags.THREAD | CloneFlags.FILES;

    private static Scene shell() {
        return new Scene().process(1, 0, "init").process(10, 1, "sh").later(1000);
    }

    private static Scene ended(Scene scene, long tid) {
        return scene.enter(tid, "procexit", 0, 0, 0, 0, 0).later(10);
    }

    @Test
    void aTidUsedAgainByTheChildsExitFirstIsAnotherProcess() {
        Scene scene = shell();
        scene.cloned(10, 11, 10, 1, "sh", 0).later(10).cloned(11, 0, 11, 10, "sh", 0).later(10);
        scene.executed(11, 11, 10, "old").later(10);
        ended(scene, 11).exit(10, "getuid", 0).later(10);

        scene.cloned(11, 0, 11, 10, "new", 0).later(10);
        ThreadState second = scene.thread(11);
        scene.cloned(10, 11, 10, 1, "new", 0);

        assertThat(scene.thread(11)).isSameAs(second);
        assertThat(text(second.comm())).isEqualTo("new");
        assertThat(second.lastExec()).isZero();
    }

    @Test
    void aThreadIsOneByItsPidWhateverItsFlagsSay() {
        Scene scene = shell();
        scene.exit(10, "open", 5, "/old", 1, 0, 0, 0).later(10);
        scene.cloned(12, 0, 10, 1, "sh", CloneFlags.CHILD_IN_PIDNS).later(10);
        scene.cloned(13, 0, 13, 10, "sh", THREAD).later(10);

        assertThat(scene.thread(12).isMain()).isFalse();
        assertThat(scene.hasFd(12, 5)).isTrue();
        assertThat(scene.thread(10).threadCount()).isEqualTo(2);
        assertThat(scene.thread(13).isMain()).isTrue();
    }

    @Test
    void aProcessThatHasItsMakersParentHasItsMakersFiles() {
        Scene scene = shell();
        scene.exit(10, "open", 5, "/parents", 1, 0, 0, 0).later(10);
        scene.cloned(11, 0, 11, 10, "runc", 0).later(10);
        scene.exit(11, "open", 6, "/makers", 1, 0, 0, 0).later(10);
        scene.cloned(12, 0, 12, 10, "runc", CloneFlags.PARENT).later(10);
        scene.cloned(13, 0, 13, 10, "other", CloneFlags.PARENT).later(10);
        scene.cloned(14, 0, 14, 10, "runc", CloneFlags.PARENT).later(10);

        assertThat(scene.hasFd(12, 6)).isTrue();
        assertThat(scene.hasFd(13, 5)).as("nobody is like it").isFalse();
        assertThat(scene.hasFd(14, 6)).as("two are like it").isFalse();
        assertThat(scene.thread(12).ppid()).isEqualTo(10);
    }

    @Test
    void aTidUsedAgainByTheParentsExitFirstIsAnotherProcess() {
        Scene scene = shell();
        scene.cloned(10, 11, 10, 1, "old", 0).later(10).cloned(11, 0, 11, 10, "old", 0).later(10);
        ended(scene, 11);

        scene.cloned(10, 11, 10, 1, "new", 0).later(10);
        assertThat(text(scene.thread(11).comm())).isEqualTo("new");
        ThreadState second = scene.thread(11);
        scene.cloned(11, 0, 11, 10, "new", 0);

        assertThat(scene.thread(11)).isSameAs(second);
    }

    @Test
    void aTidUsedAgainWithoutASeenEndIsAnotherProcessWhoeverTellsFirst() {
        for (boolean parentFirst : new boolean[] {true, false}) {
            Scene scene = shell();
            scene.cloned(11, 0, 11, 10, "old", 0).later(10).cloned(10, 11, 10, 1, "old", 0);
            scene.later(10).cloned(11, 12, 11, 10, "grandchild", 0).later(10);
            scene.exit(11, "open", 5, "/old", 1, 0, 0, 0).later(10);
            ThreadState first = scene.thread(11);
            if (parentFirst) {
                scene.cloned(10, 11, 10, 1, "new", 0).later(10).cloned(11, 0, 11, 10, "new", 0);
            } else {
                scene.cloned(11, 0, 11, 10, "new", 0).later(10).cloned(10, 11, 10, 1, "new", 0);
            }

            ThreadState second = scene.thread(11);
            assertThat(second).isNotSameAs(first);
            assertThat(text(second.comm())).isEqualTo("new");
            assertThat(second.threadCount()).isEqualTo(1);
            assertThat(scene.hasFd(11, 5)).isFalse();
            assertThat(scene.state.threads().parent(scene.thread(12))).isNotSameAs(second);
        }
    }

    @Test
    void theThreadsOfAProcessWhosePidIsUsedAgainGoWithIt() {
        Scene scene = shell();
        scene.cloned(10, 11, 10, 1, "old", 0).later(10).cloned(11, 0, 11, 10, "old", 0).later(10);
        scene.cloned(11, 12, 11, 10, "old", THREAD).later(10);

        scene.cloned(10, 11, 10, 1, "new", 0);

        assertThat(scene.state.threads().get(12)).isNull();
        assertThat(scene.thread(11).threadCount()).isEqualTo(1);
    }

    @Test
    void anEventOlderThanTheThreadOfItsTidIsOfNobody() {
        Scene scene = shell();
        scene.cloned(10, 11, 10, 1, "old", 0).later(10).cloned(11, 0, 11, 10, "old", 0).later(10);
        ended(scene, 11).exit(10, "getuid", 0).later(100);
        scene.cloned(11, 0, 11, 10, "new", 0).later(-50);

        scene.exit(11, "getuid", 0);
        assertThat(scene.state.thread()).isNull();
        scene.enter(11, "procexit", 0, 0, 0, 0, 0);
        assertThat(scene.state.thread()).isNull();
        scene.exit(11, "open", 3, "/old", 1, 0, 0, 0);

        assertThat(scene.thread(11).threadCount()).isEqualTo(1);
        assertThat(scene.hasFd(11, 3)).isFalse();
        assertThat(scene.state.losses().lateEvents()).isEqualTo(3);
    }

    @Test
    void anEventThatComesAfterTheEndOfItsThreadInventsNobody() {
        Scene scene = shell();
        scene.cloned(10, 11, 10, 1, "sh", 0).later(10).cloned(11, 0, 11, 10, "sh", 0).later(100);
        ended(scene, 11).exit(10, "getuid", 0).later(-50);

        scene.exit(11, "getuid", 0);

        assertThat(scene.state.thread()).isNull();
        assertThat(scene.state.threads().get(11)).isNull();
        scene.later(100).exit(11, "getuid", 0);
        assertThat(scene.thread(11).placeholder()).isTrue();
    }

    @Test
    void aClockThatIsSetBackLosesNoThread() {
        Scene scene = shell();
        scene.later(5_000_000_000L);
        scene.cloned(10, 11, 10, 1, "sh", 0).later(10).cloned(11, 0, 11, 10, "sh", 0);

        scene.later(-4_000_000_000L).exit(11, "getuid", 0);

        assertThat(scene.state.thread()).isSameAs(scene.thread(11));
    }

    @Test
    void aChildThatNeverRanDoesNotComeBackWithItsParentsExit() {
        Scene scene = shell();
        scene.exit(10, "getuid", 0).later(10);
        scene.enter(11, "procexit", 0, 0, 0, 0, 0).later(10);

        scene.cloned(10, 11, 10, 1, "sh", 0);

        assertThat(scene.state.threads().get(11)).isNull();
    }

    @Test
    void aVforkedChildThatExecutedAndEndedStaysAway() {
        Scene scene = shell();
        scene.exit(10, "getuid", 0).later(10);
        scene.cloned(11, 0, 11, 10, "sh", 0).later(3_000_000_000L);
        scene.executed(11, 11, 10, "ls").later(10);
        ended(scene, 11);
        for (int tid = 1000; tid < 1400; tid++) {
            scene.cloned(1, tid, 1, 0, "x", 0);
            ended(scene, tid);
        }
        scene.later(3_000_000_000L).cloned(10, 11, 10, 1, "sh", 0);

        assertThat(scene.state.threads().get(11)).isNull();
    }

    @Test
    void aVforkedChildThatExecutedKeepsItsProgramWhenItsParentComesBack() {
        Scene scene = shell();
        scene.exit(10, "getuid", 0).later(10);
        scene.cloned(11, 0, 11, 10, "sh", 0).later(5_000_000_000L);
        scene.executed(11, 11, 10, "ls").later(10);

        scene.cloned(10, 11, 10, 1, "sh", 0);

        assertThat(text(scene.thread(11).comm())).isEqualTo("ls");
        assertThat(scene.thread(11).ppid()).isEqualTo(10);
    }

    @Test
    void aChildOfAParentThatHasEndedIsItsHeirs() {
        Scene scene = shell().process(5, 1, "systemd").process(20, 5, "sh").later(100);
        scene.exit(5, "prctl", 0, 36, null, 1).later(100);
        scene.exit(20, "chdir", 0, "/srv").later(100);
        ended(scene, 20).exit(1, "getuid", 0).later(-50);

        scene.cloned(21, 0, 21, 20, "late", 0);

        assertThat(scene.thread(21).ppid()).isEqualTo(5);
        assertThat(text(scene.thread(21).cwd())).isEqualTo("/srv/");
        assertThat(scene.state.threads().get(20)).isNull();
    }

    @Test
    void aParentsPidUsedAgainDoesNotMakeAnotherParent() {
        Scene scene = shell().process(20, 1, "parent").process(21, 20, "child").later(100);
        scene.cloned(10, 20, 10, 1, "other", 0).later(10);

        assertThat(text(comm(scene, 21))).isEqualTo("init");
    }

    private static byte[] comm(Scene scene, long childTid) {
        ThreadState parent = scene.state.threads().parent(scene.thread(childTid));
        return parent == null ? Bytes.EMPTY : parent.comm();
    }

    @Test
    void aParentThatIsToldAfterItsChildGetsIt() {
        Scene scene = shell();
        scene.later(20).cloned(12, 0, 12, 11, "grandchild", 0);
        assertThat(scene.thread(12).ppid()).isEqualTo(11);
        assertThat(scene.state.threads().parent(scene.thread(12))).isNull();

        scene.later(-10).cloned(11, 0, 11, 10, "child", 0).later(20);

        assertThat(text(comm(scene, 12))).isEqualTo("child");
        assertThat(scene.thread(12).ppid()).isEqualTo(11);
    }

    @Test
    void theMainThreadsOldEndAfterAnExecByAnotherThreadIsNotTheProcesss() {
        Scene scene = shell();
        scene.cloned(10, 12, 10, 1, "sh", THREAD).later(10).cloned(12, 0, 10, 1, "sh", THREAD);
        scene.later(10).executed(10, 10, 1, "ls").later(-5);

        scene.enter(10, "procexit", 0, 0, 0, 0, 0);
        assertThat(scene.state.thread()).isNull();
        scene.later(10).exit(10, "getuid", 0);

        assertThat(text(scene.thread(10).comm())).isEqualTo("ls");
        assertThat(scene.thread(10).threadCount()).isEqualTo(1);
    }

    @Test
    void anExecByAnotherThreadIsMeasuredFromThatThreadsEnter() {
        Scene scene = shell();
        scene.cloned(10, 12, 10, 1, "sh", THREAD).later(10);
        scene.enter(10, "getuid").later(10);
        scene.enter(12, "execve", "/bin/ls").later(10);
        scene.enter(10, "procexit", 0, 0, 0, 0, 0).later(60);

        scene.executed(10, 10, 1, "ls");

        assertThat(scene.state.latency()).isEqualTo(70);
        assertThat(scene.state.enter()).isNotNull();
        assertThat(scene.thread(10).threadCount()).isEqualTo(1);
        assertThat(scene.state.threads().get(12)).isNull();
    }

    @Test
    void whoLeadsTheProcessLeavesFirstAndTheRestGoesOn() {
        Scene scene = shell();
        scene.cloned(10, 12, 10, 1, "sh", THREAD).later(10);
        ended(scene, 10);
        scene.exit(12, "chdir", 0, "/tmp").later(10);

        assertThat(text(scene.thread(12).cwd())).isEqualTo("/tmp/");
        ended(scene, 12).exit(1, "getuid", 0);
        assertThat(scene.state.threads().size()).isEqualTo(1);
    }

    @Test
    void aThreadThatAnExecEndedDoesNotComeBackWithItsFirstEvent() {
        Scene scene = shell();
        scene.exit(10, "getuid", 0).later(10).cloned(10, 12, 10, 1, "sh", THREAD).later(20);
        scene.executed(10, 10, 1, "ls").later(-10);

        scene.cloned(12, 0, 10, 1, "sh", THREAD);

        assertThat(scene.state.threads().get(12)).isNull();
    }

    @Test
    void aParentThatExecutedSinceIsStillTheParent() {
        Scene scene = shell();
        scene.cloned(10, 20, 10, 1, "sh", 0).later(10).cloned(20, 0, 20, 10, "sh", 0).later(10);
        scene.executed(10, 10, 1, "ls").later(10);

        scene.cloned(20, 21, 20, 10, "sh", THREAD);

        assertThat(scene.thread(21).ppid()).isEqualTo(10);
    }

    @Test
    void whatComesBeforeTheEndOfACloneThatUsesALivingOnesTidIsOfNobody() {
        Scene scene = shell();
        scene.cloned(10, 11, 10, 1, "old", 0).later(10).cloned(11, 0, 11, 10, "old", 0).later(10);
        scene.exit(10, "getuid", 0).later(100).cloned(10, 11, 10, 1, "new", 0).later(-50);

        scene.enter(11, "procexit", 0, 0, 0, 0, 0);
        assertThat(scene.state.thread()).isNull();
        scene.later(10).cloned(11, 0, 11, 10, "new", 0).later(10).exit(11, "getuid", 0);

        assertThat(scene.state.thread()).isSameAs(scene.thread(11));
        assertThat(text(scene.thread(11).comm())).isEqualTo("new");
    }

    @Test
    void aThreadThatIsToldBeforeItsProcessStaysInIt() {
        Scene scene = shell();
        scene.later(20).cloned(12, 0, 11, 10, "sh", THREAD).later(-10);

        scene.cloned(11, 0, 11, 10, "sh", 0).later(20).exit(12, "getuid", 0);

        assertThat(scene.thread(12).placeholder()).isFalse();
        assertThat(scene.thread(11).threadCount()).isEqualTo(2);
    }

    @Test
    void aProcessThatIsKnownByItsExecutionAloneKeepsItsProgramWhenItsParentComesBack() {
        Scene scene = shell();
        scene.exit(10, "getuid", 0).later(20).executed(11, 11, 10, "ls").later(10);

        scene.cloned(10, 11, 10, 1, "sh", 0);

        assertThat(text(scene.thread(11).comm())).isEqualTo("ls");
    }

    @Test
    void aThreadThatIsToldAfterAnotherExecutedIsNotInTheNewProgram() {
        Scene scene = shell();
        scene.later(20).executed(10, 10, 1, "ls").later(-10);

        scene.cloned(12, 0, 10, 1, "sh", THREAD);

        assertThat(scene.state.thread()).isNull();
        assertThat(scene.thread(10).threadCount()).isEqualTo(1);
    }
}
