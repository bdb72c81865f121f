// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static dev.kansoku.scap.CaptureBytes.capture;
import static dev.kansoku.scap.CaptureBytes.gzip;
import static dev.kansoku.scap.CaptureBytes.joined;
import static dev.kansoku.scap.CaptureBytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DamageTest {
    @Test
    void refusesWhatIsNoCapture() {
        assertThatExceptionOfType(ScapException.class)
                .isThrownBy(() -> read("#!/bin/sh\necho hello\n".getBytes(StandardCharsets.UTF_8)))
                .withMessage(
                        "made.scap: not a capture: it begins with 0x622f2123, not with a section"
                                + " header");
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatExceptionOfType(ScapException.class)
                .isThrownBy(() -> read(new byte[0]))
                .withMessage("made.scap: the file is empty, not a capture");
    }

    @Test
    void refusesTheOtherByteOrder() {
        byte[] bytes =
                new CaptureBytes().u32(0x0A0D0D0A).u32(0x1C000000).u32(0x4D3C2B1A).u64(0).bytes();

        assertThatExceptionOfType(ScapException.class)
                .isThrownBy(() -> read(bytes))
                .withMessageContaining("made.scap: at offset 0: ")
                .withMessageContaining("other byte order");
    }

    @Test
    void refusesANewerMajorVersion() {
        byte[] bytes = capture().bytes();
        bytes[12] = 2;

        assertThatExceptionOfType(ScapException.class)
                .isThrownBy(() -> read(bytes))
                .withMessageContaining("version 2 of the format; this reader knows version 1");
    }

    @Test
    void deliversWhatComesBeforeACut() throws IOException {
        byte[] whole = threeEvents();
        byte[] cut = Arrays.copyOf(whole, whole.length - 5);

        Reading reading = read(cut);

        assertThat(reading.events).hasSize(2);
        assertThat(reading.damages).hasSize(1);
        assertThat(reading.damages.getFirst().message())
                .isEqualTo(
                        "made.scap: at offset 132: the capture breaks off, 5 bytes short of a"
                                + " block's end (47 bytes passed over)");
    }

    @Test
    void everyCutDeliversTheWholeEventsBeforeIt() throws IOException {
        byte[] whole = threeEvents();
        for (int size = 28; size <= whole.length; size++) {
            Reading reading = read(Arrays.copyOf(whole, size));

            int blocks = (size - 28) / 52;
            assertThat(reading.events).as("cut at %d", size).hasSize(blocks);
            assertThat(reading.damages).hasSize((size - 28) % 52 == 0 ? 0 : 1);
        }
    }

    @Test
    void takesALengthWithItsTopBitSetForDamage() throws IOException {
        byte[] bytes = threeEvents();
        bytes[28 + 52 + 7] = (byte) 0x80;

        Reading reading = read(bytes);

        assertThat(reading.events.stream().map(e -> e.signed(0))).containsExactly(0L, 2L);
    }

    private static byte[] threeEvents() {
        CaptureBytes capture = capture();
        for (int i = 0; i < 3; i++) {
            capture.event(0x216, 0, SampleEvents.close(i, i));
        }
        return capture.bytes();
    }

    @Test
    void findsTheNextGoodBlockBehindABadOne() throws IOException {
        CaptureBytes capture = capture();
        for (int i = 0; i < 2; i++) {
            capture.event(0x216, 0, SampleEvents.close(i, i));
        }
        long offset = capture.size();
        byte[] noise = new byte[1001];
        new Random(1).nextBytes(noise);
        capture.raw(noise);
        for (int i = 2; i < 5; i++) {
            capture.event(0x216, 0, SampleEvents.close(i, i));
        }

        Reading reading = read(capture.bytes());

        assertThat(reading.events.stream().map(e -> e.signed(0)))
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(reading.damages).hasSize(1);
        assertThat(reading.damages.getFirst().offset()).isEqualTo(offset);
        assertThat(reading.damages.getFirst().lostBytes()).isEqualTo(1001);
        assertThat(reading.skippedBytes).isEqualTo(1001);
    }

    @Test
    void findsTheNextGoodBlockBehindAWrongLength() throws IOException {
        byte[] bytes = threeEvents();
        bytes[28 + 52 + 6] = 0x30; // the second block claims three million bytes

        Reading reading = read(bytes);

        assertThat(reading.events.stream().map(e -> e.signed(0))).containsExactly(0L, 2L);
        assertThat(reading.damages).hasSize(1);
    }

    @Test
    void skipsAnEventWhoseParametersDoNotFitInIt() throws IOException {
        byte[] bytes = threeEvents();
        bytes[28 + 52 + 10 + 26] = 9; // the length of fd, one more than there is room for

        Reading reading = read(bytes);

        assertThat(reading.events.stream().map(e -> e.signed(0))).containsExactly(0L, 2L);
        assertThat(reading.numbers()).containsExactly(1L, 3L);
        assertThat(reading.skippedBlocks).isEqualTo(1);
        assertThat(reading.damages.getFirst().message())
                .isEqualTo(
                        "made.scap: at offset 80: an event's parameters do not fit in it (52 bytes"
                                + " passed over)");
    }

    @Test
    void keepsTheGoodEntriesOfADamagedTable() throws IOException {
        Reading reading =
                read(
                        capture()
                                .block(
                                        0x206,
                                        b ->
                                                b.u8(1)
                                                        .u32(5)
                                                        .text("tty")
                                                        .u8(1)
                                                        .u32(6)
                                                        .u16(60000)
                                                        .filled(0, 6))
                                .event(0x216, 0, SampleEvents.close(1, 1))
                                .bytes());

        assertThat(reading.groups).hasSize(1);
        assertThat(reading.events).hasSize(1);
        assertThat(reading.damages).hasSize(1);
        assertThat(reading.damages.getFirst().message())
                .contains("a start table is damaged: an entry's values overrun it");
    }

    @Test
    void tellsWhereACutGoesThroughATable() throws IOException {
        byte[] bytes =
                capture()
                        .block(0x206, b -> b.u8(1).u32(5).text("tty").u8(1).u32(6).text("staff"))
                        .bytes();

        Reading reading = read(Arrays.copyOf(bytes, bytes.length - 10));

        assertThat(reading.groups).hasSize(1);
        assertThat(reading.damages.getFirst().message())
                .contains("at offset 28: the capture breaks off inside a start table");
    }

    @Test
    void deliversWhatComesBeforeACutInGzip() throws IOException {
        byte[] packed = gzip(noisyEvents(2000));

        Reading reading = read(Arrays.copyOf(packed, packed.length / 2));

        assertThat(reading.events).hasSizeBetween(500, 1500);
        assertThat(reading.damages).isNotEmpty();
        assertThat(reading.damages.getLast().message())
                .contains("the compressed data breaks off; what follows is lost");
    }

    @Test
    void deliversWhatComesBeforeAFaultInGzip() throws IOException {
        byte[] packed = gzip(noisyEvents(2000));
        for (int i = 0; i < 64; i++) {
            packed[packed.length / 2 + i] ^= 0x55;
        }

        Reading reading = read(packed);

        assertThat(reading.events).hasSizeBetween(500, 2000);
        assertThat(reading.damages).isNotEmpty();
    }

    @Test
    void tellsWhereAChecksumDiffers() throws IOException {
        byte[] packed = gzip(threeEvents());
        packed[packed.length - 8] ^= 1;

        Reading reading = read(packed);

        assertThat(reading.events).hasSize(3);
        assertThat(reading.damages.getFirst().message()).contains("checksum");
    }

    @Test
    void tellsWhatFollowsTheCompressedData() throws IOException {
        Reading reading = read(joined(gzip(threeEvents()), new byte[] {1, 2, 3}));

        assertThat(reading.events).hasSize(3);
        assertThat(reading.damages.getFirst().message()).contains("is not a gzip member");
    }

    private static byte[] noisyEvents(int count) {
        Random random = new Random(7);
        CaptureBytes capture = capture();
        for (int i = 0; i < count; i++) {
            capture.event(0x216, 0, SampleEvents.close(random.nextLong(), random.nextLong()));
        }
        return capture.bytes();
    }
}
