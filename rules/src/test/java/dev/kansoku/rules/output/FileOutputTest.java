// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutputTest {
    @TempDir Path folder;

    private Outputs outputs(String spec) throws OutputSpecException {
        return Outputs.open(
                List.of(OutputSpec.parse(spec)), Alerts.surroundings(Patience.WAITS, _ -> {}));
    }

    private static void give(Outputs outputs, int from, int to) {
        for (int i = from; i < to; i++) {
            outputs.accept(Alerts.alert(i));
        }
    }

    private static void awaitSent(Outputs outputs, int count) {
        Alerts.await(() -> outputs.counts().getFirst().sent() == count);
    }

    @Test
    void appendsLinesThatTheOwnerAloneCanRead() throws Exception {
        Path file = folder.resolve("alerts");
        for (int i = 0; i < 3; i++) {
            try (Outputs outputs = outputs("file:" + file)) {
                give(outputs, i, i + 1);
            }
        }
        assertThat(Files.readAllLines(file)).isEqualTo(Alerts.numbers(0, 3));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void writesJsonWhereThatIsAsked() throws Exception {
        Path file = folder.resolve("alerts");
        try (Outputs outputs = outputs("file:" + file + " format=json")) {
            give(outputs, 7, 8);
        }
        assertThat(file).hasContent("{\"output\":\"alert 7\"}\n");
    }

    @Test
    void rotatesBySizeAndKeepsSomeWithTheirPermissions() throws Exception {
        Path file = folder.resolve("alerts");
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        try (Outputs outputs = outputs("file:" + file + " rotate-bytes=100 rotate-keep=2")) {
            give(outputs, 100, 140);
        }
        // "alert 100\n" has ten bytes: ten lines a file
        assertThat(Files.readAllLines(file)).isEqualTo(Alerts.numbers(130, 140));
        assertThat(Files.readAllLines(folder.resolve("alerts.1")))
                .isEqualTo(Alerts.numbers(120, 130));
        assertThat(Files.readAllLines(folder.resolve("alerts.2")))
                .isEqualTo(Alerts.numbers(110, 120));
        assertThat(folder.resolve("alerts.3")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void rotatesByTime() throws Exception {
        Path file = folder.resolve("alerts");
        try (Outputs outputs = outputs("file:" + file + " rotate-every=50ms")) {
            give(outputs, 0, 1);
            awaitSent(outputs, 1);
            Thread.sleep(80);
            give(outputs, 1, 2);
        }
        assertThat(file).hasContent("alert 1\n");
        assertThat(folder.resolve("alerts.1")).hasContent("alert 0\n");
    }

    @Test
    void goesOnInANewFileWhereTheOldOneWasMovedAway() throws Exception {
        Path file = folder.resolve("alerts");
        try (Outputs outputs = outputs("file:" + file)) {
            give(outputs, 0, 1);
            awaitSent(outputs, 1);
            Files.move(file, folder.resolve("moved"));
            give(outputs, 1, 2);
            awaitSent(outputs, 2);
            outputs.reopen();
            Alerts.await(() -> Files.exists(file));
            give(outputs, 2, 3);
        }
        assertThat(folder.resolve("moved")).hasContent("alert 0\nalert 1\n");
        assertThat(file).hasContent("alert 2\n");
    }

    @Test
    void opensItForEachBatchWhereAsked() throws Exception {
        Path file = folder.resolve("alerts");
        try (Outputs outputs = outputs("file:" + file + " keep-open=no")) {
            give(outputs, 0, 1);
            awaitSent(outputs, 1);
            Files.move(file, folder.resolve("moved"));
            give(outputs, 1, 2);
        }
        assertThat(file).hasContent("alert 1\n");
    }

    @Test
    void writesThroughNoLinkAndIntoNoFolder() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "kept");
        Path link = Files.createSymbolicLink(folder.resolve("link"), victim);
        assertThatThrownBy(() -> outputs("file:" + link)).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> outputs("file:" + folder)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> outputs("file:" + folder.resolve("none/alerts")))
                .hasMessageContaining("no such folder");
        assertThat(victim).hasContent("kept");
    }

    @Test
    void aFullDiskLosesNoLineAndTearsNone() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("small"), "256k")) {
            Path file = disk.folder().resolve("alerts");
            Path ballast = disk.folder().resolve("ballast");
            Files.write(ballast, new byte[200 << 10]);
            try (Outputs outputs = outputs("file:" + file)) {
                give(outputs, 100_000, 108_000);
                Alerts.await(() -> outputs.counts().getFirst().failing());
                assertThat(outputs.counts().getFirst().trouble()).contains("No space left");
                assertThat(new String(Files.readAllBytes(file))).endsWith("\n");
                Files.delete(ballast);
                awaitSent(outputs, 8000);
            }
            assertThat(Files.readAllLines(file)).isEqualTo(Alerts.numbers(100_000, 108_000));
        }
    }

    @Test
    void aFullDiskUnderTheSpillIsToldAndCounted() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("small"), "256k")) {
            List<String> notes = new java.util.concurrent.CopyOnWriteArrayList<>();
            // Nobody listens on port 1.
            OutputSpec spec =
                    OutputSpec.parse("syslog+tcp://127.0.0.1:1 queue=1000 spill=" + disk.folder());
            Outputs outputs =
                    Outputs.open(List.of(spec), Alerts.surroundings(Patience.NONE, notes::add));
            for (int i = 0; i < 50_000; i++) {
                outputs.accept(Alerts.alert(i));
                if (i % 500 == 0) {
                    Thread.sleep(2);
                }
            }
            Alerts.await(() -> notes.stream().anyMatch(note -> note.contains("No space left")));
            outputs.close();
            OutputCounts counts = outputs.counts().getFirst();
            assertThat(counts.spilled()).isPositive();
            assertThat(counts.spilled() + counts.lost()).isEqualTo(50_000);
            assertThat(counts.accepted()).isEqualTo(50_000);
        }
    }

    /** A disk of a size of its own, where this may mount one. */
    private record SmallDisk(Path folder) implements AutoCloseable {
        static SmallDisk mount(Path folder, String size) throws IOException, InterruptedException {
            Files.createDirectory(folder);
            int status =
                    new ProcessBuilder(
                                    "mount",
                                    "-t",
                                    "tmpfs",
                                    "-o",
                                    "size=" + size,
                                    "kansoku-test",
                                    folder.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
            org.junit.jupiter.api.Assumptions.assumeTrue(status == 0, "no disk can be mounted");
            return new SmallDisk(folder);
        }

        @Override
        public void close() throws IOException, InterruptedException {
            new ProcessBuilder("umount", folder.toString()).start().waitFor();
        }
    }
}
