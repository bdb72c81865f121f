// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathTextTest {
    @Test
    void goesFromADirectoryAlongAPath() {
        assertThat(follow("/srv/lab/", "file")).isEqualTo("/srv/lab/file");
        assertThat(follow("/srv/lab/", "./a//b/./c")).isEqualTo("/srv/lab/a/b/c");
        assertThat(follow("/srv/lab/", "../x")).isEqualTo("/srv/x");
        assertThat(follow("/srv/lab/", "../../../../x")).isEqualTo("/x");
        assertThat(follow("/srv/lab/", "..")).isEqualTo("/srv");
        assertThat(follow("/srv/lab/", ".")).isEqualTo("/srv/lab");
        assertThat(follow("/srv/lab/", "dir/")).isEqualTo("/srv/lab/dir");
        assertThat(follow("/", "..")).isEqualTo("/");
        assertThat(follow("./", "x")).isEqualTo("./x");
    }

    @Test
    void leavesDotsInNamesAlone() {
        assertThat(follow("/d/", ".hidden")).isEqualTo("/d/.hidden");
        assertThat(follow("/d/", "..hidden/x..")).isEqualTo("/d/..hidden/x..");
        assertThat(follow("/d/", "...")).isEqualTo("/d/...");
    }

    @Test
    void tidiesAPathWithoutADirectory() {
        assertThat(follow("", "/a/../b")).isEqualTo("/b");
        assertThat(follow("", "a/../b")).isEqualTo("b");
        assertThat(follow("", "//a//b//")).isEqualTo("/a/b");
        assertThat(follow("", "/")).isEqualTo("/");
        assertThat(follow("", ".")).isEmpty();
    }

    @Test
    void showsBytesThatAreNotPrintableAsDots() {
        assertThat(follow("/d/", "a\u0001b\u007fc")).isEqualTo("/d/a.b.c");
        assertThat(follow("/d/", "é")).isEqualTo("/d/..");
    }

    @Test
    void keepsWhatStoodBeforeThePath() {
        Random random = new Random(5);
        byte[] alphabet = {'.', '.', '/', '/', 'a', 0};
        for (int round = 0; round < 20_000; round++) {
            TextBuffer out = new TextBuffer(8).put("before");
            out.put(random.nextBoolean() ? "/a/" : "");
            byte[] path = new byte[random.nextInt(12)];
            for (int i = 0; i < path.length; i++) {
                path[i] = alphabet[random.nextInt(alphabet.length)];
            }
            PathText.follow(out, 6, path, 0, path.length);
            assertThat(out.toString()).startsWith("before").doesNotContain("//");
        }
    }

    private static String follow(String directory, String path) {
        TextBuffer out = new TextBuffer().put(">").put(directory);
        byte[] bytes = path.getBytes(UTF_8);
        PathText.follow(out, 1, bytes, 0, bytes.length);
        return out.toString().substring(1);
    }
}
