// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
    private static final byte[] NO_WINDOW = {};

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
    private final CaptureInfo info;
    private final long[] counts;
    private final long histogramStart;
    private final long histogramWidth;
    private final long[] histogram;
    private final List<Checkpoint> checkpoints;
    private final List<StateMark> states;
    private final IndexParts parts;

    CaptureIndex(
            Path capture,
            Origin origin,
            CaptureInfo info,
            long[] counts,
            long histogramStart,
            long histogramWidth,
            long[] histogram,
            List<Checkpoint> checkpoints,
            List<StateMark> states,
            IndexParts parts) {
        this.capture = capture;
        this.origin = origin;
        this.info = info;
        this.counts = counts;
        this.histogramStart = histogramStart;
        this.histogramWidth = histogramWidth;
        this.histogram = histogram;
        this.checkpoints = List.copyOf(checkpoints);
        this.states = List.copyOf(states);
        this.parts = parts;
    }

    /** Where the index of a capture lies. */
    public static Path fileOf(Path capture) {
        return capture.resolveSibling(capture.getFileName() + ".kix");
    }

    /** Makes an index by reading the capture to its end; it holds no state of the system. */
    public static CaptureIndex build(Path capture) throws IOException {
        return IndexBuilder.build(capture, null);
    }

    /**
     * The same with the state of the system at some places.
     *
     * @param state knows nothing yet, and is told all that the capture tells
     */
    public static CaptureIndex build(Path capture, IndexedState state) throws IOException {
        return IndexBuilder.build(capture, state);
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

    /** The capture that the index is of. */
    public Path capture() {
        return capture;
    }

    /** Writes the index beside its capture, in the place of one that is there. */
    public void write() throws IOException {
        IndexFile.write(this, fileOf(capture));
    }

    /** All events, also those that only tell of state. */
    public long events() {
        return info.events();
    }

    /** Size of the capture, unpacked. */
    public long bytes() {
        return info.bytes();
    }

    /** When the earliest event happened, nanoseconds since the epoch; 0 where there is none. */
    public long first() {
        return info.first();
    }

    /** When the latest event happened. */
    public long last() {
        return info.last();
    }

    /** How many sections the capture has. */
    public int sections() {
        return info.sections();
    }

    /** Events of types that the event table does not know. */
    public long unknownTypes() {
        return info.unknownTypes();
    }

    /** Blocks that could not be read. */
    public long skippedBlocks() {
        return info.skippedBlocks();
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

    /** At how many places the state of the system is known. */
    public int stateCount() {
        return states.size();
    }

    /**
     * Opens the capture so that the first event that is read is the one of this number, or the next
     * one there is. Start tables and events before it are not read: nothing is known of the system.
     */
    public ScapReader openAtEvent(long number) throws IOException {
        ScapReader reader = open(before(checkpoints, c -> c.number() < number));
        reader.skipTo(number, Long.MIN_VALUE);
        return reader;
    }

    /**
     * Opens the capture so that the first event that is read is the first one not before a time.
     */
    public ScapReader openAtTime(long timestamp) throws IOException {
        ScapReader reader = open(before(checkpoints, c -> c.latestBefore() < timestamp));
        reader.skipTo(0, timestamp);
        return reader;
    }

    /** When the first event happened that is more than a description; 0 where there is none. */
    public long firstCounted() {
        return states.isEmpty() ? 0 : states.getLast().first();
    }

    /**
     * Opens the capture near an event, with the state of the system there.
     *
     * @return null where the index holds no state before it: the capture is to be read from its
     *     begin
     * @throws IOException where the capture or the index cannot be read
     */
    public @Nullable Resumption resumeAtEvent(long number) throws IOException {
        return resume(c -> c.number() < number);
    }

    /** The same near the first event that is not before a time. */
    public @Nullable Resumption resumeAtTime(long timestamp) throws IOException {
        return resume(c -> c.latestBefore() < timestamp);
    }

    /**
     * The same a little earlier: at an event that is before the time as well, so that the one
     * before the part is read.
     */
    public @Nullable Resumption resumeBeforeTime(long timestamp) throws IOException {
        return resume(c -> c.latestBefore() < timestamp && c.timestamp() < timestamp);
    }

    /**
     * Whether the capture tells all by itself: what was known before, of another one that is read
     * first, is void.
     */
    public boolean standsAlone() {
        Checkpoint begin = checkpoints.getFirst();
        return begin.sectionStart() && begin.offset() == 0;
    }

    /**
     * Whether events have the numbers that they have as they are counted while they are read: all
     * are of one section, and none was passed over.
     */
    public boolean numbersEveryEvent() {
        return sections() == 1 && unknownTypes() == 0 && skippedBlocks() == 0;
    }

    private @Nullable Resumption resume(Predicate<Checkpoint> condition) throws IOException {
        if (states.isEmpty()) {
            return null;
        }
        StateMark mark = before(states, m -> condition.test(m.place()));
        if (mark.place().number() == 0) {
            return null;
        }
        byte[] state = mark.part() == 0 ? null : parts.content(mark.part());
        ScapReader events = open(mark.place());
        ScapReader told;
        try {
            String name = fileOf(capture).toString();
            told = state == null ? null : ScapReader.open(new ByteArrayInputStream(state), name);
        } catch (IOException e) {
            events.close();
            throw e;
        }
        return new Resumption(told, events, mark.first(), mark.previous(), mark.place().number());
    }

    /** The last of those for which holds what holds for all before it. */
    private static <T> T before(List<T> places, Predicate<T> condition) {
        int low = 0;
        int high = places.size();
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (condition.test(places.get(middle))) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return places.get(low);
    }

    private ScapReader open(Checkpoint checkpoint) throws IOException {
        int window = checkpoint.restart().window();
        return ScapReader.openAt(
                capture, checkpoint, window == 0 ? NO_WINDOW : parts.content(window));
    }

    Origin origin() {
        return origin;
    }

    /** What the capture holds, as reading all of it would tell. */
    public CaptureInfo info() {
        return info;
    }

    long[] counts() {
        return counts.clone();
    }

    List<Checkpoint> checkpoints() {
        return checkpoints;
    }

    List<StateMark> states() {
        return states;
    }

    IndexParts parts() {
        return parts;
    }
}
