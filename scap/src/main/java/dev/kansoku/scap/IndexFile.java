// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.EventTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The bytes of an index, little endian. Its layout is drawn in {@code docs/index-format.md}. What
 * is read is hostile: all sizes are checked against the file's own before anything is allocated by
 * them, and whatever contradicts itself is refused.
 */
final class IndexFile {
    /** {@code KANSOKIX}. */
    static final long MAGIC = 0x58494B4F534E414BL;

    static final int VERSION = 1;
    static final int HEADER = 128;
    static final int TYPE = 12;
    static final int BUCKET = 8;
    static final int CHECKPOINT = 64;
    static final int CHECKSUM = 4;

    /** Larger than any index that is written. */
    private static final long LARGEST = 16 << 20;

    private IndexFile() {}

    static void write(CaptureIndex index, Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
        ByteBuffer bytes = encode(index);
        Files.deleteIfExists(next);
        try (FileChannel out =
                FileChannel.open(
                        next,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            Files.deleteIfExists(next);
            throw e;
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static ByteBuffer encode(CaptureIndex index) {
        long[] counts = index.counts();
        long[] histogram = index.histogram();
        List<Checkpoint> checkpoints = index.checkpoints();
        int types = 0;
        for (long count : counts) {
            types += count > 0 ? 1 : 0;
        }
        int size = size(types, histogram.length, checkpoints.size());
        ByteBuffer to = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        CaptureIndex.Totals totals = index.totals();
        to.putLong(MAGIC).putInt(VERSION).putInt(HEADER);
        to.putLong(index.origin().size()).putLong(index.origin().modified());
        to.putInt(index.origin().head()).putInt(totals.sections());
        to.putLong(totals.events()).putLong(totals.bytes());
        to.putLong(totals.first()).putLong(totals.last());
        to.putLong(totals.unknownTypes()).putLong(totals.skippedBlocks());
        to.putLong(totals.skippedBytes());
        to.putLong(index.histogramStart()).putLong(index.histogramWidth());
        to.putInt(types).putInt(histogram.length).putInt(checkpoints.size()).putInt(0);
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] > 0) {
                to.putInt(code).putLong(counts[code]);
            }
        }
        for (long count : histogram) {
            to.putLong(count);
        }
        for (Checkpoint c : checkpoints) {
            to.putInt(c.sectionStart() ? 1 : 0).putInt(c.sections());
            to.putLong(c.number()).putLong(c.timestamp()).putLong(c.latestBefore());
            to.putLong(c.offset()).putLong(c.packed()).putLong(c.unpacked()).putLong(0);
        }
        to.putInt(checksum(to.array(), size - CHECKSUM));
        return to.flip();
    }

    private static int size(long types, long buckets, long checkpoints) {
        return Math.toIntExact(
                HEADER + types * TYPE + buckets * BUCKET + checkpoints * CHECKPOINT + CHECKSUM);
    }

    private static int checksum(byte[] bytes, int count) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, count);
        return (int) sum.getValue();
    }

    static CaptureIndex read(Path file, Path capture) throws IOException {
        long size = Files.size(file);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is not a plain file");
        }
        if (size < HEADER + CHECKSUM || size > LARGEST) {
            throw new IOException("it has " + size + " bytes");
        }
        return decode(Files.readAllBytes(file), capture);
    }

    static CaptureIndex decode(byte[] bytes, Path capture) throws IOException {
        require(bytes.length >= HEADER + CHECKSUM, "it is too short");
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        require(from.getLong() == MAGIC, "it is no index");
        int version = from.getInt();
        require(version == VERSION, "it is of version " + version + " of the format");
        require(from.getInt() == HEADER, "its header is damaged");
        int end = bytes.length - CHECKSUM;
        require(from.getInt(end) == checksum(bytes, end), "its checksum differs");
        long size = from.getLong();
        long modified = from.getLong();
        CaptureIndex.Origin origin = new CaptureIndex.Origin(size, modified, from.getInt());
        int sections = from.getInt();
        CaptureIndex.Totals totals =
                new CaptureIndex.Totals(
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        sections,
                        from.getLong(),
                        from.getLong(),
                        from.getLong());
        long histogramStart = from.getLong();
        long histogramWidth = from.getLong();
        long types = Integer.toUnsignedLong(from.getInt());
        long buckets = Integer.toUnsignedLong(from.getInt());
        long places = Integer.toUnsignedLong(from.getInt());
        from.getInt();
        require(
                types <= EventTable.size()
                        && buckets <= TimeHistogram.MOST
                        && places >= 1
                        && places <= IndexBuilder.MOST_CHECKPOINTS + 1
                        && size(types, buckets, places) == bytes.length
                        && histogramWidth > 0,
                "its sizes contradict each other");
        return new CaptureIndex(
                capture,
                origin,
                totals,
                counts(from, (int) types, totals.events()),
                histogramStart,
                histogramWidth,
                histogram(from, (int) buckets, totals.events()),
                checkpoints(from, (int) places, origin, totals));
    }

    private static long[] counts(ByteBuffer from, int types, long events) throws IOException {
        long[] counts = new long[EventTable.size()];
        long sum = 0;
        for (int i = 0; i < types; i++) {
            int code = from.getInt();
            long count = from.getLong();
            require(code >= 0 && code < counts.length, "it counts a type that there is not");
            require(count > 0 && count <= events - sum, "its counts are wrong");
            counts[code] = count;
            sum += count;
        }
        require(sum == events, "its counts are wrong");
        return counts;
    }

    private static long[] histogram(ByteBuffer from, int buckets, long events) throws IOException {
        long[] histogram = new long[buckets];
        long sum = 0;
        for (int i = 0; i < buckets; i++) {
            histogram[i] = from.getLong();
            require(histogram[i] >= 0 && histogram[i] <= events - sum, "its histogram is wrong");
            sum += histogram[i];
        }
        return histogram;
    }

    private static List<Checkpoint> checkpoints(
            ByteBuffer from, int places, CaptureIndex.Origin origin, CaptureIndex.Totals totals)
            throws IOException {
        List<Checkpoint> checkpoints = new ArrayList<>(places);
        long offset = 0;
        long number = 0;
        for (int i = 0; i < places; i++) {
            Checkpoint c =
                    new Checkpoint(
                            (from.getInt() & 1) != 0,
                            from.getInt(),
                            from.getLong(),
                            from.getLong(),
                            from.getLong(),
                            from.getLong(),
                            from.getLong(),
                            from.getLong());
            from.getLong();
            require(
                    c.offset() >= offset
                            && c.offset() <= totals.bytes()
                            && c.number() >= number
                            && c.packed() >= 0
                            && c.packed() <= origin.size()
                            && c.unpacked() >= 0
                            && c.unpacked() <= c.offset(),
                    "its places contradict each other");
            offset = c.offset();
            number = c.number();
            checkpoints.add(c);
        }
        return checkpoints;
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}
