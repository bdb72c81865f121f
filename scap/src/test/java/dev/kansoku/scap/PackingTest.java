// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static dev.kansoku.scap.CaptureBytes.capture;
import static dev.kansoku.scap.CaptureBytes.joined;
import static dev.kansoku.scap.CaptureBytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PackingTest {
    private static final int EVENTS = 30_000;

    /** So many bytes of a made capture's head: the section header. */
    private static final int HEAD = 28;

    private static final int EVENT = 52;

    @ParameterizedTest
    @EnumSource(Packing.class)
    void everyPackingReadsTheSame(Packing packing) throws IOException {
        Reading reading = read(Packed.of(packing, events(EVENTS)));

        assertThat(reading.damages).isEmpty();
        assertThat(fds(reading)).isEqualTo(LongStream.range(0, EVENTS).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void packedPiecesBehindEachOtherReadAsOne(Packing packing) throws IOException {
        byte[] whole = events(EVENTS);
        int seam = 1_000_001; // inside of an event
        byte[] first = Packed.of(packing, Arrays.copyOf(whole, seam));
        byte[] second = Packed.of(packing, Arrays.copyOfRange(whole, seam, whole.length));

        Reading reading = read(joined(first, second));

        assertThat(reading.damages).isEmpty();
        assertThat(fds(reading)).isEqualTo(LongStream.range(0, EVENTS).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = Packing.class,
            names = {"GZIP", "ZSTD", "LZ4"})
    void aPackedCaptureThatBreaksOffIsReadUpToThere(Packing packing) throws IOException {
        byte[] packed = Packed.of(packing, noisy(EVENTS));
        for (int tenth = 1; tenth < 10; tenth++) {
            Reading reading = read(Arrays.copyOf(packed, packed.length * tenth / 10));

            assertThat(reading.damages.getLast().what())
                    .isEqualTo("the compressed data breaks off; what follows is lost");
            assertThat(reading.events.size()).isGreaterThan(EVENTS * tenth / 10 - 5000);
            assertThat(reading.damages.getFirst().offset())
                    .isEqualTo(HEAD + (long) EVENT * reading.events.size());
        }
    }

    @Test
    void aDamagedZstdFrameLosesNoMoreThanOneOfItsBlocks() throws IOException {
        byte[] packed = Packed.zstd(noisy(EVENTS));
        int middle = packed.length / 2;
        Arrays.fill(packed, middle, middle + 64, (byte) 0x55);

        Reading reading = read(packed);

        assertThat(reading.damages.getLast().what()).startsWith("the compressed data is corrupt");
        assertThat(reading.events).hasSizeBetween(EVENTS / 2 - 3 * (128 << 10) / EVENT, EVENTS);
    }

    @Test
    void aZstdWindowOf128MebibytesIsReadAndALargerOneRefused() throws IOException {
        byte[] bytes = events(10);
        assertThat(read(Packed.zstdOfWindow(bytes, 27)).events).hasSize(10);

        assertThatExceptionOfType(ScapException.class)
                .isThrownBy(() -> read(Packed.zstdOfWindow(bytes, 28)))
                .withMessage(
                        "made.scap: at offset 0: the compressed data needs a window of more than"
                                + " 128 MiB: unpack it with zstd -d --long=31 first");
    }

    @Test
    void framesThatHoldNothingArePassedOver() throws IOException {
        byte[] nothing = new CaptureBytes().u32(0x184D2A50).u32(4).u32(-1).bytes();
        byte[] packed = joined(nothing, joined(Packed.zstd(events(10)), nothing));

        Reading reading = read(packed);

        assertThat(reading.damages).isEmpty();
        assertThat(reading.events).hasSize(10);
    }

    @ParameterizedTest
    @EnumSource(
            value = Packing.class,
            names = {"ZSTD", "LZ4"})
    void whatHasArrivedThroughAPipeIsNotKeptWaiting(Packing packing) throws IOException {
        byte[] packed = Packed.of(packing, events(10));
        PipedOutputStream writing = new PipedOutputStream();
        try (PipedInputStream pipe = new PipedInputStream(writing, 1 << 16)) {
            writing.write(packed); // and it stays open
            try (ScapReader reader = ScapReader.open(pipe, "pipe")) {
                var event = new dev.kansoku.event.Event();
                for (int i = 0; i < 10; i++) {
                    assertThat(reader.next(event, new Reading())).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void afewBytesAreNoCapture(int count) {
        assertThatExceptionOfType(ScapException.class)
                .isThrownBy(() -> read(Arrays.copyOf(new byte[] {0x28, (byte) 0xb5, 0x2f}, count)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Packing.class,
            names = {"ZSTD", "LZ4"})
    void nothingButAScapExceptionComesOfMutatedBytes(Packing packing) throws IOException {
        byte[] packed = Packed.of(packing, noisy(3000));
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Arrays.copyOf(packed, packed.length - random.nextInt(50));
            for (int i = 0; i <= seed % 7; i++) {
                int reach = seed % 3 == 0 ? 40 : bytes.length;
                bytes[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            var event = new dev.kansoku.event.Event();
            try (ScapReader reader = ScapReader.open(new ByteArrayInputStream(bytes), "made")) {
                while (reader.next(event, new Reading())) {}
            } catch (ScapException e) {
                assertThat(e).hasMessageContaining("made");
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static List<Long> fds(Reading reading) {
        return reading.events.stream().map(e -> e.signed(0)).toList();
    }

    private static byte[] events(int count) {
        CaptureBytes capture = capture();
        for (int i = 0; i < count; i++) {
            capture.event(0x216, 0, SampleEvents.close(i, i));
        }
        return capture.bytes();
    }

    /** Events that hardly pack. */
    private static byte[] noisy(int count) {
        Random random = new Random(1);
        CaptureBytes capture = capture();
        for (int i = 0; i < count; i++) {
            capture.event(0x216, 0, SampleEvents.close(random.nextLong(), random.nextLong()));
        }
        return capture.bytes();
    }
}
