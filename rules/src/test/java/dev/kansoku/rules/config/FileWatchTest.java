// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FileWatchTest {
    private static final long SETTLE = TimeUnit.MILLISECONDS.toNanos(50);

    @TempDir Path folder;
    private final Semaphore told = new Semaphore(0);

    private FileWatch watch(Path... files) {
        FileWatch watch = new FileWatch(List.of(files), SETTLE, told::release);
        watch.start();
        return watch;
    }

    private void assertTold() throws InterruptedException {
        assertThat(told.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }

    private void assertNotTold() throws InterruptedException {
        assertThat(told.tryAcquire(400, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void tellsOnceThatAFileHoldsSomethingElse() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "a");
        try (FileWatch _ = watch(file)) {
            assertNotTold();
            for (int i = 0; i < 5; i++) {
                Files.writeString(file, "b" + i);
            }
            assertTold();
            assertNotTold();
        }
    }

    @Test
    void otherFilesAreWatchedFromThenOn() throws Exception {
        Path one = Files.writeString(folder.resolve("one.yaml"), "a");
        Path other = Files.writeString(folder.resolve("other.yaml"), "a");
        try (FileWatch watch = watch(one)) {
            assertNotTold();
            watch.watch(List.of(other));
            Files.writeString(one, "b");
            assertNotTold();
            Files.writeString(other, "b");
            assertTold();
        }
    }

    @Test
    void aFileThatIsTouchedOrAnotherBesideItIsNoChange() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "a");
        try (FileWatch _ = watch(file)) {
            Files.writeString(file, "a");
            Files.writeString(folder.resolve("b.yaml"), "b");
            assertNotTold();
        }
    }

    @Test
    void aFileOfAFolderMayComeAndGo() throws Exception {
        try (FileWatch _ = watch(folder)) {
            Path file = Files.writeString(folder.resolve("a.yml"), "a");
            assertTold();
            Files.writeString(folder.resolve("notes.txt"), "a");
            assertNotTold();
            Files.delete(file);
            assertTold();
        }
    }

    @Test
    void aFileThatIsReplacedByRenamingIsToldAndSeenAfterwards() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "a");
        try (FileWatch _ = watch(file)) {
            Files.move(
                    Files.writeString(folder.resolve("new"), "b"),
                    file,
                    StandardCopyOption.ATOMIC_MOVE);
            assertTold();
            Files.writeString(file, "c");
            assertTold();
        }
    }

    @Test
    void aVolumeOfKubernetesThatIsSwitchedIsTold() throws Exception {
        version("..1", "one");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("rules.yaml"), Path.of("..data/rules.yaml"));
        try (FileWatch _ = watch(folder)) {
            assertNotTold();
            turnTo("..2", "two");
            assertTold();
            turnTo("..3", "two");
            assertNotTold();
            turnTo("..4", "three");
            assertTold();
        }
    }

    private void version(String name, String text) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("rules.yaml"), text);
    }

    private void turnTo(String name, String text) throws IOException {
        version(name, text);
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(name));
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void whatChangedBeforeItWasStartedIsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "a");
        try (FileWatch watch = new FileWatch(List.of(file), SETTLE, told::release)) {
            Files.writeString(file, "b");
            watch.start();
            assertTold();
        }
    }

    @Test
    void aFileWhoseFolderIsNotThereYetIsToldWhenItIsLookedAt() throws Exception {
        Path later = folder.resolve("later");
        Path file = later.resolve("a.yaml");
        Path beside = Files.writeString(folder.resolve("b.yaml"), "b");
        try (FileWatch _ = watch(file, beside)) {
            Files.createDirectory(later);
            Files.writeString(file, "a");
            assertTold();
        }
    }
}
