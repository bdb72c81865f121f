// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithLength;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Files made up by a fuzzer that sees which code it reaches. Whatever they are, they are read as
 * far as that goes, or refused by an exception that says why.
 */
class ScapFuzz {
    private static final StartListener NOBODY = new StartListener() {};
    private static final Chunk CHUNK = new Chunk();
    private static final Path NOWHERE = Path.of("made.scap");
    private static final int MOST_INFLATED = 1 << 20;

    /** All of the others on the same bytes: what {@code ./verify} runs for a moment. */
    @FuzzTest(maxDuration = "15s")
    void everything(byte @NotNull @WithLength(max = 4000) [] bytes) throws IOException {
        file(bytes);
        blocks(bytes);
        gzip(bytes);
        deflate(bytes);
        zstd(bytes);
        lz4(bytes);
        lz4Block(bytes);
        index(bytes);
    }

    /** A file, packed or not, as its head has it. */
    @FuzzTest(maxDuration = "1h")
    void file(byte @NotNull @WithLength(max = 8000) [] bytes) throws IOException {
        try {
            read(ScapReader.open(new ByteArrayInputStream(bytes), "made.scap"));
        } catch (ScapException e) {
            refused(e);
        }
    }

    /** Blocks behind a head that is good. */
    @FuzzTest(maxDuration = "1h")
    void blocks(byte @NotNull @WithLength(max = 8000) [] bytes) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(28 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        whole.putInt(BlockType.SECTION).putInt(28).putInt(SectionHeader.MAGIC);
        whole.putShort((short) 1).putShort((short) 2).putLong(-1).putInt(28).put(bytes);
        file(whole.array());
    }

    @FuzzTest(maxDuration = "1h")
    void gzip(byte @NotNull @WithLength(max = 8000) [] bytes) throws IOException {
        drain(Packing.GZIP, bytes);
    }

    /** Deflate data, of which the JDK's inflater must make the same. */
    @FuzzTest(maxDuration = "1h")
    void deflate(byte @NotNull @WithLength(max = 8000) [] bytes) throws IOException {
        byte[] ours = new byte[MOST_INFLATED];
        PackedInput input = new PackedInput(new ByteArrayInputStream(bytes), new byte[0]);
        BlockInflater inflater = new BlockInflater(input, Restarts.UNHEEDED);
        inflater.begin();
        int count = 0;
        int some = -1;
        while (some != 0 && count < ours.length) {
            some = inflater.inflate(ours, count, ours.length - count);
            count += some;
        }
        byte[] theirs = new byte[MOST_INFLATED];
        Inflater jdk = new Inflater(true);
        try {
            jdk.setInput(bytes);
            int expected = jdk.inflate(theirs);
            if (count != expected && jdk.finished()) {
                throw new AssertionError(count + " bytes, not " + expected);
            }
            if (jdk.finished() != (inflater.fault() == null) && expected < theirs.length) {
                throw new AssertionError("finished: " + jdk.finished());
            }
        } catch (DataFormatException e) {
            if (inflater.fault() == null && count < ours.length) {
                throw new AssertionError("no fault", e);
            }
        } finally {
            jdk.end();
        }
        int mismatch = Arrays.mismatch(ours, theirs);
        if (mismatch >= 0 && inflater.fault() == null) {
            throw new AssertionError("differs at " + mismatch);
        }
    }

    @FuzzTest(maxDuration = "1h")
    void zstd(byte @NotNull @WithLength(max = 8000) [] bytes) throws IOException {
        drain(Packing.ZSTD, bytes);
    }

    @FuzzTest(maxDuration = "1h")
    void lz4(byte @NotNull @WithLength(max = 8000) [] bytes) throws IOException {
        drain(Packing.LZ4, bytes);
    }

    /** A block behind 100 bytes that it may repeat. */
    @FuzzTest(maxDuration = "1h")
    void lz4Block(byte @NotNull @WithLength(max = 8000) [] bytes) {
        byte[] target = new byte[70_000];
        int end = Lz4Block.unpack(bytes, 0, bytes.length, target, 100, target.length);
        if (end != -1 && (end < 100 || end > target.length)) {
            throw new AssertionError("ends at " + end);
        }
    }

    /** An index whose checksum is right, so that what stands in it is looked at. */
    @FuzzTest(maxDuration = "1h")
    void index(byte @NotNull @WithLength(max = 8000) [] bytes) {
        byte[] sealed = bytes.clone();
        int end = sealed.length - IndexFile.CHECKSUM;
        if (end > IndexFile.HEADER) {
            ByteBuffer to = ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN);
            to.putLong(0, IndexFile.MAGIC)
                    .putInt(8, IndexFile.VERSION)
                    .putInt(12, IndexFile.HEADER)
                    .putLong(56, 0); // no parts: the sum stands at the end
            CRC32C sum = new CRC32C();
            sum.update(sealed, 0, end);
            to.putInt(end, (int) sum.getValue());
        }
        try {
            CaptureIndex read = IndexFile.decode(sealed, NOWHERE);
            if (read.checkpointCount() < 1) {
                throw new AssertionError("no checkpoint");
            }
        } catch (IOException e) {
            if (e.getMessage() == null) {
                throw new AssertionError(e);
            }
        }
    }

    private static void drain(Packing packing, byte[] bytes) throws IOException {
        try (Feed feed =
                packing.feed(new ByteArrayInputStream(bytes), new byte[0], Restarts.UNHEEDED)) {
            Chunk chunk = CHUNK;
            for (int i = 0; i < 20 && (i == 0 || !chunk.last); i++) {
                chunk.reset();
                feed.fill(chunk);
                if (chunk.end == Chunk.HEADROOM && !chunk.last) {
                    throw new AssertionError("an empty chunk that is not the last");
                }
            }
        }
    }

    private static void read(ScapReader capture) throws IOException {
        Event event = new Event();
        try (capture) {
            while (capture.next(event, NOBODY)) {
                for (int i = 0; i < event.parameterCount(); i++) {
                    int end = event.offset(i) + event.length(i);
                    if (end > event.start() + event.length()) {
                        throw new AssertionError("a parameter ends behind its event");
                    }
                }
            }
            for (Damage damage : capture.damages()) {
                if (damage.offset() < 0 || damage.lostBytes() < 0) {
                    throw new AssertionError(damage.message());
                }
            }
        }
    }

    private static void refused(ScapException e) {
        if (e.getMessage() == null || !e.getMessage().contains("made.scap")) {
            throw new AssertionError(e);
        }
    }
}
