// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sessions, process groups and the controlling terminal, which are of processes, not threads. */
class SessionTest {
    private static final int THREAD = CloneFlags.THREAD | CloneFlags.FILES;
    private static final int PTS_1 = 34817;

    private static Scene shell() {
        return new Scene().process(1, 0, "init").process(10, 1, "sh").later(100);
    }

    @Test
    void aSessionMadeByAnyThreadIsTheProcesss() {
        Scene scene = shell();
        scene.cloned(10, 12, 10, 1, "sh", THREAD).later(10);
        scene.exit(12, "setsid", 10);

        assertThat(scene.thread(10).sid()).isEqualTo(10);
        assertThat(scene.thread(12).sid()).isEqualTo(10);
        assertThat(scene.thread(12).vpgid()).isEqualTo(10);
        assertThat(scene.thread(12).pgid()).isEqualTo(10);
    }

    @Test
    void aShellPutsItsChildIntoAGroup() {
        Scene scene = shell();
        scene.cloned(10, 11, 10, 1, "sh", 0).cloned(10, 12, 10, 1, "sh", 0);
        scene.exit(10, "setpgid", 0, 11, 11).exit(10, "setpgid", 0, 12, 11);

        assertThat(scene.thread(10).vpgid()).isEqualTo(-1);
        assertThat(scene.thread(11).vpgid()).isEqualTo(11);
        assertThat(scene.thread(12).pgid()).isEqualTo(11);
    }

    @Test
    void aGroupOfSomebodyUnknownChangesNobody() {
        Scene scene = shell();
        scene.exit(10, "setpgid", 0, 99, 99);

        assertThat(scene.thread(10).vpgid()).isEqualTo(-1);
    }

    @Test
    void insideAPidNamespaceGroupsHaveTwoNumbers() {
        Scene scene = shell();
        scene.inNamespace(100, 10, "init", CloneFlags.NEWPID, 1, 777).later(10);
        scene.inNamespace(101, 100, "job", CloneFlags.CHILD_IN_PIDNS, 2, 777).later(10);
        scene.inNamespace(102, 101, "task", CloneFlags.CHILD_IN_PIDNS, 3, 777).later(10);
        scene.exit(101, "setpgid", 0, 0, 0).exit(101, "setpgid", 0, 3, 2);

        assertThat(scene.thread(101).vpgid()).isEqualTo(2);
        assertThat(scene.thread(101).pgid()).isEqualTo(101);
        assertThat(scene.thread(102).vpgid()).isEqualTo(2);
        assertThat(scene.thread(102).pgid()).isEqualTo(101);
    }

    @Test
    void aTerminalIsTakenAndGivenUpByIoctl() {
        Scene scene = shell();
        scene.exit(10, "setsid", 10).later(10);
        scene.exit(10, "openat", 3, Scene.FDCWD, "/dev/pts/1", 1, 0, 0, 0).later(10);
        scene.exit(10, "ioctl", 0, 3, 0x540e, 0).later(10);
        assertThat(scene.thread(10).tty()).isEqualTo(PTS_1);

        scene.cloned(10, 11, 10, 1, "sh", 0).later(10);
        assertThat(scene.thread(11).tty()).isEqualTo(PTS_1);
        scene.exit(11, "ioctl", 0, 3, 0x5422, 0).later(10);
        assertThat(scene.thread(11).tty()).isZero();
        assertThat(scene.thread(10).tty()).isEqualTo(PTS_1);

        scene.cloned(10, 12, 10, 1, "sh", 0).later(10);
        scene.exit(10, "ioctl", 0, 3, 0x5422, 0).later(10);
        assertThat(scene.thread(12).tty()).isZero();
    }

    @Test
    void withTheLeaderOfASessionItsProcessesLoseTheTerminal() {
        Scene scene = shell();
        scene.exit(10, "setsid", 10).later(10);
        scene.exit(10, "openat", 3, Scene.FDCWD, "/dev/pts/1", 1, 0, 0, 0).later(10);
        scene.exit(10, "ioctl", 0, 3, 0x540e, 0).later(10);
        scene.cloned(10, 11, 10, 1, "sh", 0).later(10);

        scene.enter(10, "procexit", 0, 0, 0, 0, 1).later(10);
        assertThat(scene.thread(10).tty()).isEqualTo(PTS_1);
        scene.exit(11, "getuid", 0).later(10);

        assertThat(scene.thread(11).tty()).isZero();
        scene.executed(11, 11, 1, "ls");
        assertThat(scene.thread(11).tty()).isEqualTo(34816);
    }
}
