// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParallelSinkTest {
    /** Keeps a piece as it is, and takes its time over some. */
    private static final class Slow extends PieceCompressor {
        private final Random random;

        Slow(int seed) {
            random = new Random(seed);
        }

        @Override
        int compress(byte[] bytes, int count) {
            if (bytes[0] == 'x') {
                throw new IllegalStateException("broken");
            }
            try {
                Thread.sleep(random.nextInt(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ensure(count);
            System.arraycopy(bytes, 0, packed, 0, count);
            return count;
        }

        @Override
        public void close() {}
    }

    /** Has room for so many pieces. */
    private static final class Bounded extends PieceTarget {
        private final List<Integer> pieces = new ArrayList<>();
        private final int room;
        private boolean closed;

        Bounded(int room) {
            this.room = room;
        }

        @Override
        void append(byte[] bytes, int count, long offset) throws IOException {
            if (pieces.size() == room) {
                throw new IOException("no room at " + offset);
            }
            pieces.add((int) bytes[0]);
        }

        @Override
        void flush() {}

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void writesPiecesInTheirOrderThoughSomeAreReadyBeforeOthers() throws IOException {
        Bounded target = new Bounded(1000);
        AtomicInteger seed = new AtomicInteger();
        List<Integer> expected = new ArrayList<>();
        try (ParallelSink sink =
                new ParallelSink(target, () -> new Slow(seed.incrementAndGet()), 4)) {
            byte[] bytes = new byte[1];
            for (int i = 0; i < 100; i++) {
                bytes[0] = (byte) i;
                expected.add(i);
                bytes = sink.write(bytes, 1);
            }
            sink.flush();

            assertThat(target.pieces).isEqualTo(expected);
            assertThat(sink.bytesWritten()).isEqualTo(100);
        }
        assertThat(target.closed).isTrue();
    }

    @Test
    void aPieceThatFindsNoRoomEndsTheCaptureBehindThoseBeforeIt() throws IOException {
        Bounded target = new Bounded(3);
        ParallelSink sink = new ParallelSink(target, () -> new Slow(1), 2);

        assertThatThrownBy(
                        () -> {
                            byte[] bytes = new byte[1];
                            for (int i = 0; i < 100; i++) {
                                bytes[0] = (byte) i;
                                bytes = sink.write(bytes, 1);
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessage("no room at 3");
        assertThatThrownBy(sink::flush).hasMessage("no room at 3");
        sink.close();

        assertThat(target.pieces).containsExactly(0, 1, 2);
        assertThat(target.closed).isTrue();
    }

    @Test
    void aCompressorThatBreaksIsAFailureToWrite() throws IOException {
        Bounded target = new Bounded(3);
        try (ParallelSink sink = new ParallelSink(target, () -> new Slow(1), 1)) {
            sink.write(new byte[] {'x'}, 1);

            assertThatThrownBy(sink::flush)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broken");
        }
    }

    @Test
    void eachMemberOfGzipStandsAlone() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ParallelSink sink =
                new ParallelSink(new PieceTarget.Stream(out), GzipMember::new, 2)) {
            byte[] bytes = new byte[1 << 20];
            new Random(1).nextBytes(bytes);
            byte[] random = bytes.clone();
            byte[] next = sink.write(bytes, bytes.length);
            sink.flush();
            int first = out.size();
            next[0] = 'a';
            sink.write(next, 1);
            sink.flush();

            byte[] all = out.toByteArray();
            assertThat(unpack(all, 0, first)).isEqualTo(random);
            assertThat(unpack(all, first, all.length - first)).isEqualTo(new byte[] {'a'});
        }
    }

    private static byte[] unpack(byte[] bytes, int offset, int count) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes, offset, count))) {
            return in.readAllBytes();
        }
    }
}
