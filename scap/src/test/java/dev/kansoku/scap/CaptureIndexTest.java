// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static dev.kansoku.scap.CaptureBytes.joined;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.CaptureIndex.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CaptureIndexTest {
    private static final int EVENTS = 100_000;

    /** A millisecond a event. */
    private static final long STEP = 1_000_000;

    private static final StartListener NOBODY = new StartListener() {};

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Packing.class)
    void anyEventIsFoundByItsNumberAndTime(Packing packing) throws IOException {
        Path file = capture(packing);
        CaptureIndex index = CaptureIndex.build(file);

        assertThat(index.events()).isEqualTo(EVENTS);
        assertThat(index.checkpointCount()).isBetween(5, 12);
        for (long number : new long[] {1, 2, 20_000, 20_001, 50_000, 77_777, EVENTS - 1, EVENTS}) {
            try (ScapReader reader = index.openAtEvent(number)) {
                assertThat(first(reader)).isEqualTo(number + ":" + (number - 1));
            }
            try (ScapReader reader = index.openAtTime(number * STEP - 1)) {
                assertThat(first(reader)).isEqualTo(number + ":" + (number - 1));
            }
        }
        try (ScapReader reader = index.openAtEvent(EVENTS + 1L)) {
            assertThat(first(reader)).isEqualTo("none");
            assertThat(reader.damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void allBehindASeekIsRead(Packing packing) throws IOException {
        CaptureIndex index = CaptureIndex.build(capture(packing));
        long from = 43_210;
        try (ScapReader reader = index.openAtEvent(from)) {
            Event event = new Event();
            long next = from;
            while (reader.next(event, NOBODY)) {
                assertThat(event.number()).isEqualTo(next++);
            }
            assertThat(next).isEqualTo(EVENTS + 1L);
        }
    }

    @Test
    void piecesOfAPackedCaptureAreUnpackedFromTheirOwnBegin() throws IOException {
        CaptureIndex index = CaptureIndex.build(capture(Packing.GZIP));

        assertThat(
                        index.checkpoints().stream()
                                .mapToLong(c -> c.restart().packed())
                                .distinct()
                                .count())
                .isGreaterThan(3);
        assertThat(index.checkpoints())
                .allSatisfy(
                        c -> assertThat(c.offset() - c.restart().unpacked()).isLessThan(1_100_000));
    }

    @Test
    void oneGzipMemberIsUnpackedFromPlacesInsideOfIt() throws IOException {
        int events = 400_000;
        Path file = folder.resolve("one.scap.gz");
        Files.write(file, CaptureBytes.gzip(events(0, events, true)));
        CaptureIndex.build(file).write();
        CaptureIndex index = ((Found.Valid) CaptureIndex.find(file)).index();

        assertThat(index.checkpoints().stream().map(Checkpoint::restart).distinct().count())
                .isBetween(8L, 11L);
        assertThat(index.checkpoints())
                .allSatisfy(
                        c -> assertThat(c.offset() - c.restart().unpacked()).isLessThan(4 << 20));
        for (long number : new long[] {1, 99_999, 200_000, 399_000, events}) {
            try (ScapReader reader = index.openAtEvent(number)) {
                assertThat(first(reader)).isEqualTo(number + ":" + (number - 1));
                Event event = new Event();
                long last = number;
                while (reader.next(event, NOBODY)) {
                    last = event.number();
                }
                assertThat(last).isEqualTo(events);
                assertThat(reader.damages()).isEmpty();
            }
        }
    }

    @Test
    void anIndexTellsWhatReadingAllWouldTell() throws IOException {
        byte[] bytes = events(0, 60_000, true);
        Arrays.fill(bytes, 1_000_000, 1_000_300, (byte) 0x77);
        Path file = Files.write(folder.resolve("told.scap"), bytes);
        CaptureIndex.build(file).write();

        assertThat(((Found.Valid) CaptureIndex.find(file)).index().info())
                .isEqualTo(CaptureInfo.of(ScapReader.open(file)));
    }

    @Test
    void countsAndHistogramAreExact() throws IOException {
        CaptureIndex index = CaptureIndex.build(capture(Packing.NONE));

        assertThat(index.count(SampleEvents.CLOSE_ENTER)).isEqualTo(EVENTS);
        assertThat(LongStream.of(index.histogram()).sum()).isEqualTo(EVENTS);
        assertThat(index.histogramWidth()).isEqualTo(64 * STEP); // 2048 buckets for 100 s
        assertThat(index.histogram()[0]).isEqualTo(64);
        assertThat(index.first()).isEqualTo(STEP);
        assertThat(index.last()).isEqualTo(EVENTS * STEP);
        assertThat(index.bytes()).isEqualTo(28 + 52L * EVENTS);
    }

    @Test
    void sectionsAreCheckpointsWhoseTablesAreRead() throws IOException {
        byte[] two = joined(events(0, 30_000, true), events(30_000, EVENTS, true));
        CaptureIndex index = CaptureIndex.build(Files.write(folder.resolve("two.scap"), two));

        assertThat(index.sections()).isEqualTo(2);
        assertThat(index.checkpoints().stream().filter(Checkpoint::sectionStart)).hasSize(2);
        try (ScapReader reader = index.openAtEvent(30_001)) {
            Reading start = new Reading();
            reader.next(new Event(), start);
            assertThat(start.order).containsExactly("section");
        }
        try (ScapReader reader = index.openAtEvent(EVENTS)) {
            assertThat(first(reader)).isEqualTo(EVENTS + ":" + (EVENTS - 1));
        }
    }

    @Test
    void whatIsWrittenIsFoundAgainWhereTheCaptureIsTheSame() throws IOException {
        Path file = capture(Packing.NONE);
        assertThat(CaptureIndex.find(file)).isEqualTo(new Found.Absent());
        CaptureIndex.build(file).write();

        Found.Valid found = (Found.Valid) CaptureIndex.find(file);

        assertThat(found.index().checkpoints()).isEqualTo(CaptureIndex.build(file).checkpoints());
        assertThat(found.index().info()).isEqualTo(CaptureIndex.build(file).info());
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(CaptureIndex.fileOf(file))))
                .isEqualTo("rw-------");
        try (ScapReader reader = found.index().openAtEvent(99_000)) {
            assertThat(first(reader)).isEqualTo("99000:98999");
        }
    }

    @Test
    void anIndexOfAnotherStateOfTheCaptureIsStale() throws IOException {
        Path file = capture(Packing.NONE);
        byte[] bytes = Files.readAllBytes(file);
        CaptureIndex.build(file).write();
        FileTime time = Files.getLastModifiedTime(file);

        Files.write(file, Arrays.copyOf(bytes, bytes.length - 52));
        assertThat(((Found.Stale) CaptureIndex.find(file)).reason())
                .isEqualTo(
                        "the capture's size was "
                                + bytes.length
                                + " bytes and is "
                                + (bytes.length - 52));

        bytes[100] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
        assertThat(((Found.Stale) CaptureIndex.find(file)).reason())
                .isEqualTo("the capture begins otherwise");

        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(((Found.Stale) CaptureIndex.find(file)).reason())
                .isEqualTo("the capture was changed since");
    }

    @Test
    void aDamagedIndexIsStaleWhateverItSays() throws IOException {
        Path file = capture(Packing.NONE);
        CaptureIndex index = CaptureIndex.build(file);
        byte[] good = IndexFile.encode(index).array();
        for (int seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Arrays.copyOf(good, good.length - (seed % 5 == 0 ? 8 : 0));
            for (int i = 0; i <= seed % 3; i++) {
                int reach = seed % 2 == 0 ? IndexFile.HEADER : bytes.length;
                bytes[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            if (seed % 4 != 0) {
                seal(bytes);
            }
            try {
                CaptureIndex read = IndexFile.decode(bytes, file);
                if (seed % 50 == 0) {
                    readSome(read);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("it");
            }
        }
    }

    @Test
    void damagedCapturesAreIndexedAsFarAsTheyAreRead() throws IOException {
        byte[] bytes = events(0, 60_000, true);
        Arrays.fill(bytes, 1_000_000, 1_000_300, (byte) 0x77);
        Path file = Files.write(folder.resolve("bad.scap"), bytes);
        Reading reading = Reading.of(ScapReader.open(file));
        CaptureIndex index = CaptureIndex.build(file);

        assertThat(index.events()).isEqualTo(reading.events.size());
        assertThat(index.skippedBlocks()).isEqualTo(reading.skippedBlocks);
        long last = reading.events.getLast().number();
        try (ScapReader reader = index.openAtEvent(last)) {
            assertThat(first(reader)).isEqualTo(last + ":59999");
        }
    }

    /** A place that is none makes damage, and nothing worse. */
    private static void readSome(CaptureIndex index) throws IOException {
        try (ScapReader reader = index.openAtEvent(50_000)) {
            Event event = new Event();
            for (int i = 0; i < 100 && reader.next(event, NOBODY); i++) {}
        } catch (ScapException e) {
            assertThat(e).hasMessageContaining("scap");
        }
    }

    private static void seal(byte[] bytes) {
        int end = bytes.length - 4;
        java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
        sum.update(bytes, 0, end);
        for (int i = 0; i < 4; i++) {
            bytes[end + i] = (byte) (sum.getValue() >> 8 * i);
        }
    }

    private static String first(ScapReader reader) throws IOException {
        Event event = new Event();
        return reader.next(event, NOBODY) ? event.number() + ":" + event.signed(0) : "none";
    }

    /** In pieces of a fifth, each packed alone. */
    private Path capture(Packing packing) throws IOException {
        byte[] bytes = events(0, EVENTS, true);
        byte[] packed = new byte[0];
        int piece = bytes.length / 5 + 1;
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(at + piece, bytes.length));
            packed = joined(packed, Packed.of(packing, part));
        }
        return Files.write(folder.resolve(packing + ".scap"), packed);
    }

    private static byte[] events(int from, int to, boolean headed) {
        CaptureBytes capture = headed ? CaptureBytes.capture() : new CaptureBytes();
        for (int i = from; i < to; i++) {
            capture.event(0x216, 0, SampleEvents.close((i + 1) * STEP, i));
        }
        return capture.bytes();
    }
}
