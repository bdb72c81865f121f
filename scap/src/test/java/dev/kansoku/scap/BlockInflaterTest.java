// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockInflaterTest {
    private static final int SIZE = 1_500_000;

    private record Block(long bit, long unpacked, byte[] window) {}

    private final List<Block> blocks = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 6, 9})
    void inflatesWhatDeflateMakesAtEachLevel(int level) throws IOException {
        byte[] content = content(SIZE);
        byte[] packed = deflate(content, level, Deflater.DEFAULT_STRATEGY);

        assertThat(inflate(packed)).isEqualTo(content);
        assertThat(blocks).hasSizeGreaterThan(3);
    }

    @Test
    void inflatesFixedCodesAndCodesWithoutDistances() throws IOException {
        byte[] content = content(100_000);
        for (int length : new int[] {0, 1, 2, 100, 100_000}) {
            byte[] some = Arrays.copyOf(content, length);
            assertThat(inflate(deflate(some, 1, Deflater.HUFFMAN_ONLY))).isEqualTo(some);
            assertThat(inflate(deflate(some, 9, Deflater.FILTERED))).isEqualTo(some);
        }
        byte[] same = new byte[SIZE];
        assertThat(inflate(deflate(same, 9, Deflater.DEFAULT_STRATEGY))).isEqualTo(same);
    }

    @Test
    void theInflaterOfTheJdkGoesOnAtEachBlock() throws IOException {
        byte[] content = content(SIZE);
        Set<Integer> bits = new HashSet<>();
        for (int level : new int[] {0, 1, 4, 6}) {
            byte[] packed = deflate(content, level, Deflater.DEFAULT_STRATEGY);
            inflate(packed);
            for (Block block : blocks) {
                bits.add((int) block.bit & 7);
                byte[] rest = Arrays.copyOfRange(content, (int) block.unpacked, content.length);
                assertThat(goOn(packed, block)).isEqualTo(rest);
            }
        }
        assertThat(bits).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void whatIsDamagedOrCutOffIsReadAsFarAsItGoes() throws IOException {
        byte[] content = content(50_000);
        byte[] good = deflate(content, 6, Deflater.DEFAULT_STRATEGY);
        for (int seed = 0; seed < 4000; seed++) {
            Random random = new Random(seed);
            byte[] packed = good.clone();
            if (seed % 3 == 0) {
                packed = Arrays.copyOf(packed, random.nextInt(packed.length));
            } else {
                packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            BlockInflater inflater = inflater(packed);
            byte[] ours = read(inflater);
            boolean whole = inflater.fault() == null;
            Expected theirs = jdk(packed);
            assertThat(whole).isEqualTo(theirs.whole);
            if (whole) {
                assertThat(ours).isEqualTo(theirs.content);
            } else {
                int both = Math.min(ours.length, theirs.content.length);
                assertThat(Arrays.mismatch(ours, 0, both, theirs.content, 0, both)).isEqualTo(-1);
                assertThat(inflater.fault()).contains("compressed data");
            }
        }
    }

    private record Expected(boolean whole, byte[] content) {}

    private static Expected jdk(byte[] packed) {
        Inflater inflater = new Inflater(true);
        byte[] to = new byte[4 << 20];
        int size = 0;
        try {
            inflater.setInput(packed);
            int some = -1;
            while (some != 0 && size < to.length) {
                some = inflater.inflate(to, size, to.length - size);
                size += some;
            }
            return new Expected(inflater.finished(), Arrays.copyOf(to, size));
        } catch (DataFormatException e) {
            return new Expected(false, Arrays.copyOf(to, (int) inflater.getBytesWritten()));
        } finally {
            inflater.end();
        }
    }

    private static byte[] goOn(byte[] packed, Block block) throws IOException {
        MemberPlace place = new MemberPlace(block.bit, block.window);
        byte[] member = new byte[packed.length + 8];
        System.arraycopy(packed, 0, member, 0, packed.length);
        InputStream in = new ByteArrayInputStream(member);
        in.skipNBytes(place.packed());
        Chunk chunk = new Chunk();
        byte[] all = new byte[SIZE];
        int size = 0;
        try (GzipFeed feed = GzipFeed.midway(in, place)) {
            do {
                chunk.reset();
                feed.fill(chunk);
                System.arraycopy(
                        chunk.bytes, Chunk.HEADROOM, all, size, chunk.end - Chunk.HEADROOM);
                size += chunk.end - Chunk.HEADROOM;
            } while (!chunk.last);
            assertThat(chunk.complaint).isNull();
        }
        return Arrays.copyOf(all, size);
    }

    private byte[] inflate(byte[] packed) throws IOException {
        BlockInflater inflater = inflater(packed);
        byte[] content = read(inflater);
        assertThat(inflater.fault()).isNull();
        assertThat(inflater.finished()).isTrue();
        return content;
    }

    private BlockInflater inflater(byte[] packed) {
        blocks.clear();
        PackedInput input = new PackedInput(new ByteArrayInputStream(packed), new byte[0]);
        BlockInflater inflater =
                new BlockInflater(
                        input,
                        (bit, unpacked, before, from, to) ->
                                blocks.add(
                                        new Block(
                                                bit,
                                                before,
                                                Arrays.copyOfRange(unpacked, from, to))));
        inflater.begin();
        return inflater;
    }

    private static byte[] read(BlockInflater inflater) throws IOException {
        byte[] to = new byte[4 << 20];
        int size = 0;
        int some = -1;
        while (some != 0 && size < to.length) {
            some = inflater.inflate(to, size, Math.min(70_001, to.length - size));
            size += some;
        }
        return Arrays.copyOf(to, size);
    }

    private static byte[] deflate(byte[] content, int level, int strategy) {
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        deflater.setInput(content);
        deflater.finish();
        byte[] packed = new byte[content.length * 2 + 100];
        int size = 0;
        while (!deflater.finished()) {
            size += deflater.deflate(packed, size, packed.length - size);
        }
        deflater.end();
        return Arrays.copyOf(packed, size);
    }

    /** Repeats itself near and far, and has runs of one byte and of any. */
    private static byte[] content(int size) {
        byte[] content = new byte[size];
        Random random = new Random(7);
        int at = 0;
        while (at < size) {
            int run = Math.min(size - at, 1 + random.nextInt(400));
            switch (random.nextInt(4)) {
                case 0 -> {
                    for (int i = 0; i < run; i++) {
                        content[at + i] = (byte) random.nextInt(256);
                    }
                }
                case 1 -> Arrays.fill(content, at, at + run, (byte) random.nextInt(3));
                default -> {
                    int back = 1 + random.nextInt(Math.max(1, Math.min(at, 32_768)));
                    for (int i = 0; i < run && at > 0; i++) {
                        content[at + i] = content[at + i - Math.min(back, at)];
                    }
                }
            }
            at += run;
        }
        return content;
    }
}
