// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CaptureFileTest {
    private static final ScapWriter.Compression PLAIN = ScapWriter.Compression.NONE;

    @TempDir Path folder;

    private static void writeOne(Path file) throws IOException {
        try (ScapWriter writer = ScapWriter.create(file, PLAIN)) {
            writer.write(closeEvent());
        }
    }

    private static Event closeEvent() {
        Event event = new Event();
        event.wrap(SampleEvents.close(1, 1), 0, EventHeader.SIZE, 1);
        return event;
    }

    private static int events(Path file) throws IOException {
        return Reading.of(ScapReader.open(file)).events.size();
    }

    @Test
    void onlyTheOwnerMayReadANewCapture() throws IOException {
        Path file = folder.resolve("new.scap");
        writeOne(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfThatNameMakesWayAndIsKeptByWhoHasIt() throws IOException {
        Path file = Files.writeString(folder.resolve("there.scap"), "the old content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path other = Files.createLink(folder.resolve("other-name"), file);

        try (InputStream reader = Files.newInputStream(file)) {
            writeOne(file);
            assertThat(reader.readAllBytes()).asString().isEqualTo("the old content");
        }

        assertThat(other).hasContent("the old content");
        assertThat(events(file)).isEqualTo(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingIsWrittenThroughASymbolicLink() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("link.scap"), victim);
        Path dangling = Files.createSymbolicLink(folder.resolve("to-nothing"), Path.of("nothing"));

        assertThatThrownBy(() -> writeOne(link)).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> writeOne(dangling)).hasMessageContaining("symbolic link");

        assertThat(victim).hasContent("precious");
        assertThat(folder.resolve("nothing")).doesNotExist();
    }

    @Test
    void aDirectoryIsNamedAsOne() {
        assertThatThrownBy(() -> writeOne(folder)).hasMessage("is a directory");
        assertThatThrownBy(() -> writeOne(folder.resolve("no/such")))
                .hasMessage("No such directory");
    }

    @Test
    void aPipeWithANameIsWritten() throws Exception {
        Path pipe = folder.resolve("pipe");
        if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
            System.out.println("skipped: no mkfifo");
            return;
        }
        CompletableFuture<Integer> reader =
                CompletableFuture.supplyAsync(
                        () -> {
                            try (InputStream in = Files.newInputStream(pipe)) {
                                return CaptureBytes.read(in.readAllBytes()).events.size();
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        writeOne(pipe);

        assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(pipe).exists();
    }

    @Test
    void aFullDeviceIsSaid() {
        assertThatThrownBy(() -> writeOne(Path.of("/dev/full")))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    @Test
    void aCaptureThatFillsItsDiskEndsWithAWholeBlock() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        if (run("mount", "-t", "tmpfs", "-o", "size=2500k", "kansoku-test", disk.toString()) != 0) {
            System.out.println("skipped: no right to mount a small disk");
            return;
        }
        try {
            Path file = disk.resolve("full.scap");
            Event event = closeEvent();
            assertThatThrownBy(
                            () -> {
                                try (ScapWriter writer = ScapWriter.create(file, PLAIN)) {
                                    for (int i = 0; i < 100_000; i++) {
                                        writer.write(event);
                                    }
                                }
                            })
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("No space left on device; the capture ends at offset ")
                    .hasMessageEndingWith(Files.size(file) + " and is whole up to there");

            Reading reading = Reading.of(ScapReader.open(file));
            assertThat(reading.damages).isEmpty();
            assertThat(reading.events).hasSizeGreaterThan(40_000);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
