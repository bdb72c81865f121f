// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What an index holds beside its tables, compressed part by part: states of the system, and what
 * must be at hand to unpack from a place inside of a gzip member. A part is read when it is asked
 * for. Parts are numbered from 1.
 *
 * <p>Immutable and thread-safe.
 */
final class IndexParts {
    /** A part whose content is larger is not believed. */
    static final int LARGEST = 256 << 20;

    /** Deflate cannot make more of a byte. */
    static final int MOST_GAIN = 1032;

    /**
     * Where a part lies.
     *
     * @param offset behind the tables
     * @param packed its size there
     * @param size its size unpacked
     * @param sum its CRC-32C as it lies there
     */
    record Part(long offset, int packed, int size, int sum) {}

    private final List<Part> parts;

    /** The parts where they were just made, else null. */
    private final byte @Nullable [] bytes;

    /** Otherwise the file that holds them, and where they begin. */
    private final Path file;

    private final long begin;

    private IndexParts(List<Part> parts, byte @Nullable [] bytes, Path file, long begin) {
        this.parts = List.copyOf(parts);
        this.bytes = bytes;
        this.file = file;
        this.begin = begin;
    }

    static IndexParts inMemory(List<Part> parts, byte[] bytes, Path file) {
        return new IndexParts(parts, bytes, file, 0);
    }

    static IndexParts inFile(List<Part> parts, Path file, long begin) {
        return new IndexParts(parts, null, file, begin);
    }

    List<Part> parts() {
        return parts;
    }

    /** All parts as they lie in a file. */
    byte[] all() throws IOException {
        if (bytes != null) {
            return bytes;
        }
        Part last = parts.isEmpty() ? new Part(0, 0, 0, 0) : parts.getLast();
        return read(begin, Math.toIntExact(last.offset() + last.packed()));
    }

    /**
     * The content of a part.
     *
     * @throws IOException where it is not what was written
     */
    byte[] content(int number) throws IOException {
        Part part = parts.get(number - 1);
        byte[] packed = new byte[part.packed()];
        if (bytes != null) {
            System.arraycopy(bytes, (int) part.offset(), packed, 0, packed.length);
        } else {
            packed = read(begin + part.offset(), part.packed());
        }
        CRC32C sum = new CRC32C();
        sum.update(packed);
        if ((int) sum.getValue() != part.sum()) {
            throw new IOException("the checksum of a part differs");
        }
        return inflate(packed, part.size());
    }

    private byte[] read(long from, int count) throws IOException {
        ByteBuffer to = ByteBuffer.allocate(count);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (to.hasRemaining()) {
                if (channel.read(to, from + to.position()) < 0) {
                    throw new EOFException("it ends inside of a part");
                }
            }
        }
        return to.array();
    }

    private static byte[] inflate(byte[] packed, int size) throws IOException {
        byte[] content = new byte[size];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int done = 0;
            while (done < size) {
                int some = inflater.inflate(content, done, size - done);
                if (some == 0) {
                    throw new IOException("a part is shorter than it says");
                }
                done += some;
            }
            return content;
        } catch (DataFormatException e) {
            throw new IOException("a part is damaged", e);
        } finally {
            inflater.end();
        }
    }

    /** A part that was made. */
    record Packed(byte[] bytes, int size) {}

    /** Packs a part's content. Used by one thread at a time. */
    static final class Packer implements AutoCloseable {
        private final Deflater deflater = new Deflater(1, true);
        private final byte[] some = new byte[16 * 1024];

        Packed pack(byte[] content, int from, int to) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            deflater.reset();
            deflater.setInput(content, from, to - from);
            deflater.finish();
            while (!deflater.finished()) {
                packed.write(some, 0, deflater.deflate(some));
            }
            return new Packed(packed.toByteArray(), to - from);
        }

        @Override
        public void close() {
            deflater.end();
        }
    }

    /** Puts parts behind each other. */
    static final class Gathering {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Part> parts = new ArrayList<>();

        /** Adds a part and returns its number. */
        int add(Packed packed) {
            CRC32C sum = new CRC32C();
            sum.update(packed.bytes());
            parts.add(
                    new Part(
                            bytes.size(),
                            packed.bytes().length,
                            packed.size(),
                            (int) sum.getValue()));
            bytes.writeBytes(packed.bytes());
            return parts.size();
        }

        IndexParts gathered(Path file) {
            return inMemory(parts, bytes.toByteArray(), file);
        }
    }
}
