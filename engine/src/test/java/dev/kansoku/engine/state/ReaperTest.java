// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who takes orphans: as the kernel decides it where it did not say. */
class ReaperTest {
    private static final int THREAD = CloneFlags.THREAD | CloneFlags.FILES;

    private static Scene scene() {
        return new Scene()
                .process(1, 0, "init")
                .process(5, 1, "systemd")
                .process(10, 5, "sh")
                .later(100);
    }

    private static Scene ended(Scene scene, long tid) {
        return scene.play(tid, Scene.newest("procexit", false), 0).later(10);
    }

    private static Scene subreaper(Scene scene, long tid, int on) {
        return scene.exit(tid, "prctl", 0, 36, null, on).later(10);
    }

    @Test
    void anotherThreadOfTheProcessComesFirst() {
        Scene scene = scene();
        scene.cloned(10, 12, 10, 5, "sh", THREAD).later(10);
        scene.cloned(10, 20, 10, 5, "child", 0).later(10);
        ended(scene, 10).exit(1, "getuid", 0);

        assertThat(scene.state.threads().parent(scene.thread(20))).isSameAs(scene.thread(12));
        assertThat(scene.thread(20).ppid()).isEqualTo(10);
    }

    @Test
    void theNearestAncestorThatAskedComesNext() {
        Scene scene = subreaper(scene(), 5, 1);
        scene.process(11, 10, "job").process(12, 11, "task");
        ended(scene, 11).exit(1, "getuid", 0);
        assertThat(scene.thread(12).ppid()).isEqualTo(5);

        subreaper(scene, 10, 1);
        scene.cloned(10, 13, 10, 5, "job", 0).cloned(13, 14, 13, 10, "task", 0).later(10);
        ended(scene, 13).exit(1, "getuid", 0);
        assertThat(scene.thread(14).ppid()).isEqualTo(10);
    }

    @Test
    void whoAskedAndTookItBackIsPassedOver() {
        Scene scene = subreaper(subreaper(scene(), 5, 1), 5, 0);
        scene.cloned(10, 11, 10, 5, "job", 0).later(10);
        ended(scene, 10).exit(1, "getuid", 0);

        assertThat(scene.thread(11).ppid()).isEqualTo(1);
    }

    @Test
    void aChildOfAReaperDoesNotInheritThatItReaps() {
        Scene scene = subreaper(scene(), 5, 1);
        scene.cloned(5, 20, 5, 1, "a", 0).cloned(20, 21, 20, 5, "b", 0);
        scene.cloned(21, 22, 21, 20, "c", 0).later(10);
        ended(scene, 21).exit(1, "getuid", 0);

        assertThat(scene.thread(22).ppid()).isEqualTo(5);
    }

    @Test
    void thePidNamespacesFirstProcessComesLastAndNoReaperOutside() {
        Scene scene = subreaper(scene(), 10, 1);
        int into = CloneFlags.NEWPID;
        int inside = CloneFlags.CHILD_IN_PIDNS;
        scene.inNamespace(100, 10, "init", into, 1, 777).later(10);
        scene.inNamespace(101, 100, "job", inside, 2, 777).later(10);
        scene.inNamespace(102, 101, "task", inside, 3, 777).later(10);
        ended(scene, 101).exit(1, "getuid", 0);
        assertThat(scene.thread(102).ppid()).isEqualTo(100);
    }

    @Test
    void whoEnteredANamespaceFromOutsideLeavesItsChildrenToItsFirstProcess() {
        Scene scene = subreaper(scene(), 10, 1);
        int inside = CloneFlags.CHILD_IN_PIDNS;
        scene.inNamespace(100, 1, "init", CloneFlags.NEWPID, 1, 777).later(10);
        scene.inNamespace(200, 10, "entered", inside, 7, 777).later(10);
        scene.inNamespace(201, 200, "child", inside, 8, 777).later(10);
        ended(scene, 200).exit(1, "getuid", 0);

        assertThat(scene.thread(201).ppid()).isEqualTo(100);
    }

    @Test
    void theEndOfANamespacesFirstProcessLeavesNoLinks() {
        Scene scene = scene();
        scene.inNamespace(100, 10, "init", CloneFlags.NEWPID, 1, 777).later(10);
        scene.inNamespace(101, 100, "job", CloneFlags.CHILD_IN_PIDNS, 2, 777).later(10);
        ended(scene, 100).exit(1, "getuid", 0);

        assertThat(scene.state.threads().parent(scene.thread(101))).isNull();
        assertThat(scene.thread(101).ppid()).isZero();
        ended(scene, 101).exit(1, "getuid", 0);
        assertThat(scene.state.threads().size()).isEqualTo(3);
    }

    @Test
    void whatTheKernelNamedWinsEvenWhereItIsNotKnown() {
        Scene scene = subreaper(scene(), 5, 1);
        scene.process(11, 10, "job");
        scene.enter(10, "procexit", 0, 0, 0, 0, 4711).later(10).exit(1, "getuid", 0);

        assertThat(scene.thread(11).ppid()).isEqualTo(4711);
        assertThat(scene.state.threads().parent(scene.thread(11))).isNull();
    }
}
