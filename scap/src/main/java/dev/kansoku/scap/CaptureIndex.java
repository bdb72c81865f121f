// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a capture without reading it: exact counts by event type, a histogram of its
 * events over time, and places at which reading can begin, so that any event is found by its number
 * or time at once. It lies in a file beside the capture, {@code NAME.kix}; its layout is described
 * in {@code docs/index-format.md}.
 *
 * <p>Immutable and thread-safe.
 */
public final class CaptureIndex {
    private static final int CHECKED_HEAD = 64 * 1024;

    /**
     * By what a capture is known again.
     *
     * @param size in bytes
     * @param modified when it was changed last, nanoseconds since the epoch
     * @param head checksum of the first 64 KiB
     */
    record Origin(long size, long modified, int head) {
        static Origin of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            CRC32C sum = new CRC32C();
            try (InputStream in = Files.newInputStream(file)) {
                sum.update(in.readNBytes(CHECKED_HEAD));
            }
            long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            return new Origin(attributes.size(), modified, (int) sum.getValue());
        }

        /** In which way the capture of an index differs from what is there now, or null. */
        @Nullable String differenceTo(Origin now) {
            if (size != now.size) {
                return "the capture's size was " + size + " bytes and is " + now.size;
            }
            if (modified != now.modified) {
                return "the capture was changed since";
            }
            return head == now.head ? null : "the capture begins otherwise";
        }
    }

    /** Counts of the whole capture. */
    record Totals(
            long events,
            long bytes,
            long first,
            long last,
            int sections,
            long unknownTypes,
            long skippedBlocks,
            long skippedBytes) {}

    /** What is found beside a capture. */
    public sealed interface Found {
        /** An index of the capture as it is. */
        record Valid(CaptureIndex index) implements Found {}

        /** None. */
        record Absent() implements Found {}

        /**
         * One that is of no use.
         *
         * @param reason why, a part of a sentence
         */
        record Stale(String reason) implements Found {}
    }

    private final Path capture;
    private final Origin origin;
    private final Totals totals;
    private final long[] counts;
    private final long histogramStart;
    private final long histogramWidth;
    private final long[] histogram;
    private final List<Checkpoint> checkpoints;

    CaptureIndex(
            Path capture,
            Origin origin,
            Totals totals,
            long[] counts,
            long histogramStart,
            long histogramWidth,
            long[] histogram,
            List<Checkpoint> checkpoints) {
        this.capture = capture;
        this.origin = origin;
        this.totals = totals;
        this.counts = counts;
        this.histogramStart = histogramStart;
        this.histogramWidth = histogramWidth;
        this.histogram = histogram;
        this.checkpoints = List.copyOf(checkpoints);
    }

    /** Where the index of a capture lies. */
    public static Path fileOf(Path capture) {
        return capture.resolveSibling(capture.getFileName() + ".kix");
    }

    /** Makes an index by reading the capture to its end. */
    public static CaptureIndex build(Path capture) throws IOException {
        return IndexBuilder.build(capture);
    }

    /**
     * Looks for the index beside a capture.
     *
     * @throws IOException where the capture cannot be read; an index that cannot is stale
     */
    public static Found find(Path capture) throws IOException {
        Origin now = Origin.of(capture);
        CaptureIndex index;
        try {
            index = IndexFile.read(fileOf(capture), capture);
        } catch (NoSuchFileException e) {
            return new Found.Absent();
        } catch (IOException e) {
            return new Found.Stale(String.valueOf(e.getMessage()));
        }
        String difference = index.origin.differenceTo(now);
        return difference == null ? new Found.Valid(index) : new Found.Stale(difference);
    }

    /** Writes the index beside its capture, in the place of one that is there. */
    public void write() throws IOException {
        IndexFile.write(this, fileOf(capture));
    }

    /** All events, also those that only tell of state. */
    public long events() {
        return totals.events();
    }

    /** Size of the capture, unpacked. */
    public long bytes() {
        return totals.bytes();
    }

    /** When the earliest event happened, nanoseconds since the epoch; 0 where there is none. */
    public long first() {
        return totals.first();
    }

    /** When the latest event happened. */
    public long last() {
        return totals.last();
    }

    /** How many sections the capture has. */
    public int sections() {
        return totals.sections();
    }

    /** Events of types that the event table does not know. */
    public long unknownTypes() {
        return totals.unknownTypes();
    }

    /** Blocks that could not be read. */
    public long skippedBlocks() {
        return totals.skippedBlocks();
    }

    /** How many events of a type there are. */
    public long count(int code) {
        return counts[code];
    }

    /** Where the histogram's first bucket begins, nanoseconds since the epoch. */
    public long histogramStart() {
        return histogramStart;
    }

    /** How long each of its buckets is, in nanoseconds. */
    public long histogramWidth() {
        return histogramWidth;
    }

    /** How many events happened in each bucket, one after the other; at most 2048. */
    public long[] histogram() {
        return histogram.clone();
    }

    /** How many places there are at which reading can begin. */
    public int checkpointCount() {
        return checkpoints.size();
    }

    /**
     * Opens the capture so that the first event that is read is the one of this number, or the next
     * one there is. Start tables and events before it are not read: nothing is known of the system.
     */
    public ScapReader openAtEvent(long number) throws IOException {
        ScapReader reader = open(before(c -> c.number() < number));
        reader.skipTo(number, Long.MIN_VALUE);
        return reader;
    }

    /**
     * Opens the capture so that the first event that is read is the first one not before a time.
     */
    public ScapReader openAtTime(long timestamp) throws IOException {
        ScapReader reader = open(before(c -> c.latestBefore() < timestamp));
        reader.skipTo(0, timestamp);
        return reader;
    }

    private interface Condition {
        boolean holds(Checkpoint checkpoint);
    }

    /** The last checkpoint for which holds what holds for all before it. */
    private Checkpoint before(Condition condition) {
        int low = 0;
        int high = checkpoints.size();
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (condition.holds(checkpoints.get(middle))) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return checkpoints.get(low);
    }

    private ScapReader open(Checkpoint checkpoint) throws IOException {
        return ScapReader.openAt(capture, checkpoint);
    }

    Origin origin() {
        return origin;
    }

    Totals totals() {
        return totals;
    }

    long[] counts() {
        return counts.clone();
    }

    List<Checkpoint> checkpoints() {
        return checkpoints;
    }
}
