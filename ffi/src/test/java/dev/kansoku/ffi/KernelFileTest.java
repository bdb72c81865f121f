// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody else has laid. */
class KernelFileTest {
    @TempDir Path folder;

    private final KernelFile files = new KernelFile();

    private String readUnder(Path root, String file) {
        return new String(files.readUnder(root.toString(), file, 100));
    }

    @Test
    void aRegularFileIsReadUpToTheLimit() throws IOException {
        Files.writeString(folder.resolve("file"), "x".repeat(1000));

        assertThat(readUnder(folder, "file")).isEqualTo("x".repeat(100));
    }

    @Test
    void linksDoNotLeaveTheRoot() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root/etc"));
        Files.writeString(folder.resolve("secret"), "outside");
        Files.writeString(folder.resolve("root/secret"), "inside");
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../../secret"));
        Files.createSymbolicLink(root.resolve("whole"), Path.of("/secret"));
        Files.createSymbolicLink(root.resolve("beyond"), folder.resolve("secret"));

        assertThat(readUnder(folder.resolve("root"), "etc/up")).isEqualTo("inside");
        assertThat(readUnder(folder.resolve("root"), "etc/whole")).isEqualTo("inside");
        assertThat(readUnder(folder.resolve("root"), "etc/beyond")).isEmpty();
        assertThat(readUnder(folder.resolve("root"), "../secret")).isEqualTo("inside");
    }

    @Test
    void nothingButRegularFilesIsOpened() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

        assertThat(Files.exists(pipe)).isTrue();
        assertThat(readUnder(folder, "pipe")).as("a pipe that nobody writes to").isEmpty();
        assertThat(readUnder(folder, ".")).isEmpty();
        assertThat(readUnder(folder, "missing")).isEmpty();
        assertThat(readUnder(folder.resolve("missing"), "file")).isEmpty();
    }

    @Test
    void theRootOfAProcessIsFollowed() {
        byte[] seen = files.readUnder("/proc/self/root", "etc/passwd", 1 << 20);

        assertThat(seen).isEqualTo(files.read("/etc/passwd", 1 << 20));
    }
}
