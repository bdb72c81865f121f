// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.EventTable;
import java.io.EOFException;
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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an index, little endian. Its layout is drawn in {@code docs/index-format.md}. What
 * is read is hostile: all sizes are checked against the file's own before anything is allocated by
 * them, and whatever contradicts itself is refused.
 */
final class IndexFile {
    /** {@code KANSOKIX}. */
    static final long MAGIC = 0x58494B4F534E414BL;

    static final int VERSION = 2;
    static final int HEADER = 96;
    static final int TYPE = 12;
    static final int BUCKET = 8;
    static final int CHECKPOINT = 64;
    static final int STATE = CHECKPOINT + 24;
    static final int PART = 24;
    static final int CHECKSUM = 4;

    /** Tables larger than any that are written. */
    private static final long LARGEST_TABLES = 16 << 20;

    private static final int MOST_PARTS = 1 << 17;

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

    /** How many entries the tables have. */
    private record Sizes(
            long types, long buckets, long checkpoints, long states, long parts, long info) {
        static final int SIZE = 24;

        static Sizes read(ByteBuffer from) {
            return new Sizes(u32(from), u32(from), u32(from), u32(from), u32(from), u32(from));
        }

        private static long u32(ByteBuffer from) {
            return Integer.toUnsignedLong(from.getInt());
        }

        boolean areSane() {
            return types <= EventTable.size()
                    && buckets <= TimeHistogram.MOST
                    && checkpoints >= 1
                    && checkpoints <= IndexBuilder.MOST_CHECKPOINTS + 1
                    && parts <= MOST_PARTS
                    && states <= MOST_PARTS
                    && total() <= LARGEST_TABLES;
        }

        long total() {
            return HEADER
                    + types * TYPE
                    + buckets * BUCKET
                    + checkpoints * CHECKPOINT
                    + states * STATE
                    + parts * PART
                    + info
                    + CHECKSUM;
        }
    }

    static ByteBuffer encode(CaptureIndex index) throws IOException {
        long[] counts = index.counts();
        long[] histogram = index.histogram();
        byte[] info = IndexInfo.encode(index.info());
        byte[] parts = index.parts().all();
        Sizes sizes =
                new Sizes(
                        Arrays.stream(counts).filter(count -> count > 0).count(),
                        histogram.length,
                        index.checkpoints().size(),
                        index.states().size(),
                        index.parts().parts().size(),
                        info.length);
        int tables = Math.toIntExact(sizes.total());
        ByteBuffer to = ByteBuffer.allocate(tables + parts.length).order(ByteOrder.LITTLE_ENDIAN);
        to.putLong(MAGIC).putInt(VERSION).putInt(HEADER);
        to.putLong(index.origin().size()).putLong(index.origin().modified());
        to.putInt(index.origin().head()).putInt(0);
        to.putLong(index.histogramStart()).putLong(index.histogramWidth());
        to.putLong(parts.length);
        to.putInt((int) sizes.types).putInt((int) sizes.buckets).putInt((int) sizes.checkpoints);
        to.putInt((int) sizes.states).putInt((int) sizes.parts).putInt((int) sizes.info);
        to.putLong(0);
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] > 0) {
                to.putInt(code).putLong(counts[code]);
            }
        }
        for (long count : histogram) {
            to.putLong(count);
        }
        for (Checkpoint checkpoint : index.checkpoints()) {
            put(checkpoint, to);
        }
        for (StateMark mark : index.states()) {
            put(mark.place(), to);
            to.putLong(mark.first()).putLong(mark.previous());
            to.putInt(mark.part()).putInt(0);
        }
        for (IndexParts.Part part : index.parts().parts()) {
            to.putLong(part.offset()).putInt(part.packed()).putInt(part.size());
            to.putInt(part.sum()).putInt(0);
        }
        to.put(info);
        to.putInt(checksum(to.array(), tables - CHECKSUM));
        to.put(parts);
        return to.flip();
    }

    private static void put(Checkpoint c, ByteBuffer to) {
        to.putInt((c.sectionStart() ? 1 : 0) | c.restart().bit() << 8).putInt(c.sections());
        to.putLong(c.number()).putLong(c.timestamp()).putLong(c.latestBefore());
        to.putLong(c.offset()).putLong(c.restart().packed()).putLong(c.restart().unpacked());
        to.putInt(c.restart().window()).putInt(0);
    }

    private static int checksum(byte[] bytes, int count) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, count);
        return (int) sum.getValue();
    }

    static CaptureIndex read(Path file, Path capture) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is not a plain file");
        }
        try (FileChannel in =
                FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long size = in.size();
            require(size >= HEADER + CHECKSUM, "it has " + size + " bytes");
            long tables = sizes(ByteBuffer.wrap(bytes(in, HEADER)), size).total();
            return decode(bytes(in, (int) tables), size, capture, null);
        }
    }

    private static byte[] bytes(FileChannel in, int count) throws IOException {
        ByteBuffer to = ByteBuffer.allocate(count);
        while (to.hasRemaining()) {
            if (in.read(to, to.position()) < 0) {
                throw new EOFException("it became shorter");
            }
        }
        return to.array();
    }

    /** An index of which all is at hand. */
    static CaptureIndex decode(byte[] bytes, Path capture) throws IOException {
        require(bytes.length >= HEADER + CHECKSUM, "it has " + bytes.length + " bytes");
        int tables = (int) sizes(ByteBuffer.wrap(bytes), bytes.length).total();
        byte[] parts = Arrays.copyOfRange(bytes, tables, bytes.length);
        return decode(Arrays.copyOf(bytes, tables), bytes.length, capture, parts);
    }

    /** Reads a header as far as it tells how large the tables are. */
    private static Sizes sizes(ByteBuffer header, long fileSize) throws IOException {
        ByteBuffer from = header.order(ByteOrder.LITTLE_ENDIAN);
        require(from.getLong() == MAGIC, "it is no index");
        int version = from.getInt();
        require(version == VERSION, "it is of version " + version + " of the format");
        require(from.getInt() == HEADER, "its header is damaged");
        from.position(HEADER - Long.BYTES - Sizes.SIZE - Long.BYTES);
        long parts = from.getLong();
        Sizes sizes = Sizes.read(from);
        require(
                sizes.areSane() && parts >= 0 && sizes.total() == fileSize - parts,
                "its sizes contradict each other");
        return sizes;
    }

    private static CaptureIndex decode(
            byte[] tables, long fileSize, Path capture, byte @Nullable [] allParts)
            throws IOException {
        ByteBuffer from = ByteBuffer.wrap(tables).order(ByteOrder.LITTLE_ENDIAN);
        Sizes sizes = sizes(from, fileSize);
        int end = tables.length - CHECKSUM;
        require(from.getInt(end) == checksum(tables, end), "its checksum differs");
        from.position(16);
        long size = from.getLong();
        long modified = from.getLong();
        CaptureIndex.Origin origin = new CaptureIndex.Origin(size, modified, from.getInt());
        from.getInt();
        long histogramStart = from.getLong();
        long histogramWidth = from.getLong();
        long partBytes = from.getLong();
        require(histogramWidth > 0, "its histogram is wrong");
        from.position(HEADER);
        long[] counts = counts(from, (int) sizes.types);
        long[] histogram = histogram(from, (int) sizes.buckets);
        int parts = (int) sizes.parts;
        Places places = new Places(from, size, parts);
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (int i = 0; i < sizes.checkpoints; i++) {
            checkpoints.add(places.next());
        }
        places.again();
        List<StateMark> states = new ArrayList<>();
        for (int i = 0; i < sizes.states; i++) {
            Checkpoint place = places.next();
            states.add(new StateMark(place, from.getLong(), from.getLong(), places.part()));
            from.getInt();
        }
        List<IndexParts.Part> list = parts(from, parts, partBytes);
        byte[] info = new byte[(int) sizes.info];
        from.get(info);
        Path file = CaptureIndex.fileOf(capture);
        return new CaptureIndex(
                capture,
                origin,
                checked(IndexInfo.decode(info, counts, capture), counts, histogram, checkpoints),
                counts,
                histogramStart,
                histogramWidth,
                histogram,
                checkpoints,
                states,
                allParts == null
                        ? IndexParts.inFile(list, file, tables.length)
                        : IndexParts.inMemory(list, allParts, file));
    }

    private static CaptureInfo checked(
            CaptureInfo info, long[] counts, long[] histogram, List<Checkpoint> checkpoints)
            throws IOException {
        require(sum(counts) == info.events(), "its counts are wrong");
        require(sum(histogram) <= info.events(), "its histogram is wrong");
        require(checkpoints.getLast().offset() <= info.bytes(), "its places contradict each other");
        return info;
    }

    /** A sum of numbers that are not negative; -1 where it is too large. */
    private static long sum(long[] numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
            if (sum < 0) {
                return -1;
            }
        }
        return sum;
    }

    private static long[] counts(ByteBuffer from, int types) throws IOException {
        long[] counts = new long[EventTable.size()];
        for (int i = 0; i < types; i++) {
            int code = from.getInt();
            long count = from.getLong();
            require(code >= 0 && code < counts.length, "it counts a type that there is not");
            require(count > 0, "its counts are wrong");
            counts[code] = count;
        }
        return counts;
    }

    private static long[] histogram(ByteBuffer from, int buckets) throws IOException {
        long[] histogram = new long[buckets];
        for (int i = 0; i < buckets; i++) {
            histogram[i] = from.getLong();
            require(histogram[i] >= 0, "its histogram is wrong");
        }
        return histogram;
    }

    private static List<IndexParts.Part> parts(ByteBuffer from, int count, long bytes)
            throws IOException {
        List<IndexParts.Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            IndexParts.Part part =
                    new IndexParts.Part(
                            from.getLong(), from.getInt(), from.getInt(), from.getInt());
            from.getInt();
            require(
                    part.offset() >= 0
                            && part.packed() >= 0
                            && part.offset() <= bytes - part.packed()
                            && part.size() >= 0
                            && part.size() <= IndexParts.LARGEST
                            && part.size() <= IndexParts.MOST_GAIN * (part.packed() + 1L),
                    "its parts contradict each other");
            parts.add(part);
        }
        return parts;
    }

    /** Reads places one after the other, none of which may lie before the one before. */
    private static final class Places {
        private final ByteBuffer from;
        private final long fileSize;
        private final int parts;
        private long offset;
        private long number;

        Places(ByteBuffer from, long fileSize, int parts) {
            this.from = from;
            this.fileSize = fileSize;
            this.parts = parts;
        }

        /** The next places are others, that begin anew. */
        void again() {
            offset = 0;
            number = 0;
        }

        /** The number of a part, 0 for none. */
        int part() throws IOException {
            int part = from.getInt();
            require(part >= 0 && part <= parts, "it names a part that there is not");
            return part;
        }

        Checkpoint next() throws IOException {
            int flags = from.getInt();
            int sections = from.getInt();
            long numberBefore = from.getLong();
            long timestamp = from.getLong();
            long latestBefore = from.getLong();
            long place = from.getLong();
            long packed = from.getLong();
            long unpacked = from.getLong();
            int window = part();
            from.getInt();
            require(
                    place >= offset
                            && numberBefore >= number
                            && packed >= 0
                            && packed <= fileSize
                            && unpacked >= 0
                            && unpacked <= place,
                    "its places contradict each other");
            offset = place;
            number = numberBefore;
            return new Checkpoint(
                    (flags & 1) != 0,
                    sections,
                    numberBefore,
                    timestamp,
                    latestBefore,
                    place,
                    new Restart(packed, flags >>> 8 & 7, unpacked, window));
        }
    }

    static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}
