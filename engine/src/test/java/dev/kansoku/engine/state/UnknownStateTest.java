// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static dev.kansoku.engine.state.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.SocketEntry;
import org.junit.jupiter.api.Test;

/** What start tables leave out is missing until an event tells it, and no older name stands in. */
class UnknownStateTest {
    private static final int YOUNG = CloneFlags.INVERTED;

    @Test
    void aCopyOfAnUnknownFdLeavesNoOlderNameBehind() {
        Scene scene = new Scene().process(10, 1, "sh").later(10);
        scene.exit(10, "open", 7, "/old", 1, 0, 0, 0).later(10);
        assertThat(scene.hasFd(10, 7)).isTrue();

        scene.exit(10, "dup2", 7, 5, 7);

        assertThat(scene.hasFd(10, 7)).isFalse();
    }

    @Test
    void aFolderAboveAnUnknownOneIsUnknown() {
        Scene scene = new Scene();
        ProcessEntry entry = entry(10, 1);
        entry.cwd = Scene.ascii("<UNKNOWN>");
        scene.state.process(entry);
        scene.later(10).exit(10, "chdir", 0, "sub").later(10);
        assertThat(text(scene.thread(10).cwd())).isEqualTo("<UNKNOWN>/sub/");

        scene.exit(10, "chdir", 0, "../..").later(10);
        assertThat(text(scene.thread(10).cwd())).isEqualTo("<UNKNOWN>/");

        scene.exit(10, "chdir", 0, "/home").later(10);
        assertThat(text(scene.thread(10).cwd())).isEqualTo("/home/");
    }

    @Test
    void aFolderTakenFromAnUnknownFdIsUnknown() {
        Scene scene = new Scene().process(10, 1, "sh").later(10);
        scene.exit(10, "fchdir", 0, 9);

        assertThat(text(scene.thread(10).cwd())).isEqualTo("<UNKNOWN>/");
    }

    @Test
    void aYoungThreadOfTheTablesIsNotMadeOnceMoreByItsParentsLateEvent() {
        Scene scene = new Scene().process(10, 1, "sh");
        ProcessEntry young = entry(11, 10);
        young.comm = Scene.ascii("executed");
        young.flags = YOUNG;
        scene.state.process(young);
        scene.later(10).cloned(10, 11, 10, 1, "sh", 0);

        assertThat(text(scene.thread(11).comm())).isEqualTo("executed");
    }

    @Test
    void aSocketThatIsNeitherBoundNorConnectedHasNoNameUntilItIs() {
        Scene scene = new Scene().process(10, 1, "curl");
        scene.state.fd(
                10,
                new FdEntry(
                        3,
                        0,
                        FdType.IPV4_SOCKET,
                        new byte[0],
                        0,
                        0,
                        new SocketEntry(new byte[4], 0, new byte[4], 0, 2, 0, 0)));
        scene.later(10).exit(10, "getuid", 0);
        assertThat(text(scene.fd(10, 3).name())).isEmpty();
        assertThat(scene.fd(10, 3).client()).isFalse();

        byte[] tuple = Scene.inet(new int[] {127, 0, 0, 1}, 4711, new int[] {127, 0, 0, 1}, 80);
        scene.exit(10, "connect", 0, tuple, 3, null);
        assertThat(text(scene.fd(10, 3).name())).isEqualTo("127.0.0.1:4711->127.0.0.1:80");
    }

    private static ProcessEntry entry(long pid, long ppid) {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = pid;
        entry.pid = pid;
        entry.ptid = ppid;
        entry.vtid = pid;
        entry.vpid = pid;
        return entry;
    }
}
