// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.Scene;
import org.junit.jupiter.api.Test;

/** Fields of an open file's life: its number, its age, where it lies. */
class FdLifeFieldsTest {
    private static final int UPPER_LAYER = 32_768;
    private static final int LOWER_LAYER = 65_536;

    private final Scene scene = new Scene().process(10, 1, "sh");

    @Test
    void aStreamLastsOverReadsAndWritesAndItsCopies() throws Exception {
        open(10, 3, 3);
        String stream = stream();

        assertThat(stream).isNotEqualTo("<NA>");
        assertThat(write(10, 3)).isEqualTo(stream);
        scene.enter(10, "dup", 3).exit(10, "dup", 4);
        assertThat(stream()).as("of the copy").isEqualTo(stream);
        assertThat(write(10, 4)).isEqualTo(stream);
        scene.exit(10, "close", 0, 3);
        assertThat(stream()).as("while it closes").isEqualTo(stream);
        assertThat(write(10, 4)).as("of the copy that is left").isEqualTo(stream);
    }

    @Test
    void aNumberThatIsUsedAgainIsAnotherStream() throws Exception {
        open(10, 3, 3);
        String first = stream();
        scene.exit(10, "close", 0, 3);

        open(10, 3, 3);

        assertThat(stream()).isNotEqualTo(first).isNotEqualTo("<NA>");
    }

    @Test
    void twoProcessesShareAStreamAfterAForkAndNotWhatEachOpensThen() throws Exception {
        open(10, 3, 3);
        String stream = stream();
        scene.cloned(10, 11, 10, 1, "sh", 0).cloned(11, 0, 11, 10, "sh", 0);

        assertThat(write(10, 3)).isEqualTo(stream);
        assertThat(write(11, 3)).isEqualTo(stream);

        open(10, 4, 3);
        String ofParent = stream();
        open(11, 4, 3);
        assertThat(stream()).isNotEqualTo(ofParent);
        assertThat(write(10, 4)).isEqualTo(ofParent);
    }

    @Test
    void anFdGrowsOlderUntilItCloses() throws Exception {
        open(10, 3, 3);
        assertThat(Shown.line(scene, "%fd.duration")).isEqualTo("0");

        scene.later(1_500_000_000L);
        write(10, 3);
        assertThat(Shown.line(scene, "%fd.duration")).isEqualTo("1500000000");
        assertThat(Shown.holds(scene, "fd.duration > 1s and fd.duration < 2s")).isTrue();

        scene.later(500_000_000L).exit(10, "close", 0, 3);
        assertThat(Shown.line(scene, "%fd.duration")).isEqualTo("2000000000");
    }

    @Test
    void aFileBelowAnotherRootHasAPathOnTheHost() throws Exception {
        open(10, 3, 3);
        assertThat(Shown.line(scene, "%fd.name.host")).isEqualTo("<NA>");
        scene.exit(10, "chroot", 0, "jail").exit(10, "chdir", 0, "/");

        scene.exit(10, "openat2", 4, Scene.FDCWD, "etc/hosts", 3, 0, 0, 0xfe00, 43);
        assertThat(Shown.line(scene, "%fd.name %fd.name.host"))
                .isEqualTo("/etc/hosts /home/jail/etc/hosts");
        write(10, 3);
        assertThat(Shown.line(scene, "%fd.name.host")).as("opened before").isEqualTo("<NA>");

        scene.exit(10, "chroot", 0, "/inner");
        scene.exit(10, "openat2", 5, Scene.FDCWD, "/x", 3, 0, 0, 0xfe00, 43);
        assertThat(Shown.line(scene, "%fd.name.host")).isEqualTo("/home/jail/inner/x");
    }

    @Test
    void anFdThatNobodyOpenedHasNoLife() throws Exception {
        write(10, 9);

        assertThat(Shown.line(scene, "%fd.num %fd.stream %fd.duration")).isEqualTo("9 <NA> <NA>");
    }

    @Test
    void aFileLiesInTheLayerThatItsOpenTold() throws Exception {
        open(10, 3, 3 | UPPER_LAYER);
        assertThat(layers()).isEqualTo("true false");
        open(10, 4, 1 | LOWER_LAYER);
        assertThat(layers()).isEqualTo("false true");
        open(10, 5, 1);
        assertThat(layers()).isEqualTo("false false");

        write(10, 3);
        assertThat(layers()).as("of a later event").isEqualTo("true false");
        scene.exit(10, "socket", 6, 2, 1, 0);
        assertThat(layers()).as("of what is no file").isEqualTo("false false");
    }

    @Test
    void resultsHaveNamesWhetherTheyAreKnownOrNot() throws Exception {
        scene.exit(10, "openat", -2, Scene.FDCWD, "/none", 1, 0, 0, 0);
        assertThat(Shown.line(scene, "%evt.res.name")).isEqualTo("ENOENT");
        open(10, 3, 1);
        assertThat(Shown.line(scene, "%evt.res.name")).isEqualTo("SUCCESS");
        scene.exit(10, "openat", -999, Scene.FDCWD, "/none", 1, 0, 0, 0);
        assertThat(Shown.line(scene, "%evt.res.name")).isEqualTo("E999");
        scene.enter(10, "getuid");
        assertThat(Shown.line(scene, "%evt.res.name")).isEqualTo("<NA>");
    }

    private void open(long pid, long fd, int flags) {
        scene.exit(pid, "openat", fd, Scene.FDCWD, "/a", flags, 0, 0, 0);
    }

    private String write(long pid, long fd) throws Exception {
        scene.enter(pid, "write", fd, 5).exit(pid, "write", 5, Scene.ascii("hello"), fd, 5);
        return stream();
    }

    private String stream() throws Exception {
        return Shown.line(scene, "%fd.stream");
    }

    private String layers() throws Exception {
        return Shown.line(scene, "%fd.is_upper_layer %fd.is_lower_layer");
    }
}
