// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {
    private static final long LIMIT = 1 << 20;

    @TempDir Path folder;

    private static List<String> takeAll(Spill spill) throws IOException {
        List<String> texts = new ArrayList<>();
        for (List<AlertMessage> some = spill.first(7); !some.isEmpty(); some = spill.first(7)) {
            some.forEach(message -> texts.add(Alerts.text(message)));
            spill.take(some.size());
        }
        return texts;
    }

    private static void fill(Spill spill, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            assertThat(spill.append(Alerts.message(i))).isTrue();
        }
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(folder.resolve("s"))) {
            return all.filter(file -> file.toString().endsWith(".spill")).sorted().toList();
        }
    }

    @Test
    void givesBackInOrderOverManyFilesAndLeavesNone() throws IOException {
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            fill(spill, 0, 5000);
            assertThat(files()).hasSizeGreaterThan(3);
            assertThat(spill.waiting()).isEqualTo(5000);
            assertThat(takeAll(spill)).isEqualTo(Alerts.numbers(0, 5000));
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void keepsAWholeMessage() throws IOException {
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            spill.append(Alerts.message(3));
            AlertMessage back = spill.first(1).getFirst();
            assertThat(back).usingRecursiveComparison().isEqualTo(Alerts.message(3));
        }
    }

    @Test
    void theNextProcessGoesOnWhereTheLastOneEnded() throws IOException {
        // Nobody closes the first one in a crash; its lock alone must go for the test's sake.
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            fill(spill, 0, 3000);
            spill.first(100);
            spill.take(42);
        }
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            assertThat(spill.waiting()).isEqualTo(2958);
            fill(spill, 3000, 3010);
            assertThat(takeAll(spill)).isEqualTo(Alerts.numbers(42, 3010));
        }
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            assertThat(spill.waiting()).isZero();
        }
    }

    @Test
    void aTornEndCostsItsRecordAlone() throws IOException {
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            fill(spill, 0, 10);
        }
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            assertThat(spill.damaged()).isPositive();
            assertThat(takeAll(spill)).isEqualTo(Alerts.numbers(0, 9));
        }
    }

    @Test
    void aFlippedBitIsNoticed() throws IOException {
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            fill(spill, 0, 10);
        }
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            assertThat(takeAll(spill)).hasSizeLessThan(10).isSubsetOf(Alerts.numbers(0, 10));
            assertThat(spill.damaged()).isPositive();
        }
    }

    @Test
    void aFileOfSomethingElseIsSetAside() throws IOException {
        Files.createDirectory(folder.resolve("s"));
        Path file = folder.resolve("s/0000000000000005.spill");
        Files.writeString(file, "no alerts at all, but long enough for a header");
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            assertThat(spill.damaged()).isEqualTo(46);
            fill(spill, 0, 1);
        }
        assertThat(folder.resolve("s/0000000000000005.spill.damaged")).exists();
        assertThat(files()).containsExactly(folder.resolve("s/0000000000000006.spill"));
    }

    @Test
    void staysBelowItsLimit() throws IOException {
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            int count = 0;
            while (spill.append(Alerts.message(count))) {
                count++;
            }
            long size = 0;
            for (Path file : files()) {
                size += Files.size(file);
            }
            assertThat(size).isBetween(LIMIT - 200, LIMIT);
            assertThat(takeAll(spill)).isEqualTo(Alerts.numbers(0, count));
            assertThat(spill.append(Alerts.message(count))).isTrue();
        }
    }

    @Test
    void isForItsOwnerAloneAndForOneAtATime() throws IOException {
        try (Spill spill = Spill.open(folder.resolve("s"), LIMIT)) {
            fill(spill, 0, 1);
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(files().getFirst())))
                    .isEqualTo("rw-------");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve("s"))))
                    .isEqualTo("rwx------");
            assertThatThrownBy(() -> Spill.open(folder.resolve("s"), LIMIT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("used by another");
        }
    }

    @Test
    void goesThroughNoLink() throws IOException {
        Files.createDirectory(folder.resolve("else"));
        Files.createSymbolicLink(folder.resolve("s"), folder.resolve("else"));
        assertThatThrownBy(() -> Spill.open(folder.resolve("s"), LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no folder");
        Files.writeString(folder.resolve("victim"), "kept", StandardOpenOption.CREATE);
        Files.createDirectory(folder.resolve("t"));
        Files.createSymbolicLink(
                folder.resolve("t/0000000000000000.spill"), folder.resolve("victim"));
        try (Spill spill = Spill.open(folder.resolve("t"), LIMIT)) {
            assertThatThrownBy(() -> spill.append(Alerts.message(0)))
                    .isInstanceOf(IOException.class);
        }
        assertThat(folder.resolve("victim")).hasContent("kept");
    }
}
