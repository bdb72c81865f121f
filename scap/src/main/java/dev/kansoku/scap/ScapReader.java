// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.start.StartListener;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture, plain or packed with gzip, zstd or LZ4, block by block. Start tables go to a
 * listener, and events are shown by moving a cursor over the reader's own bytes: nothing is copied,
 * and reading an event allocates nothing. Memory does not depend on the capture's size.
 *
 * <p>A damaged capture is read as far as it can be: {@link #next} delivers every good event, looks
 * for the next good block behind a bad one, and ends normally; {@link #damages} then tells what was
 * lost. Only what is no capture at all is refused with a {@link ScapException}.
 *
 * <p>Not thread-safe.
 */
public final class ScapReader implements Closeable {
    /** How many damages are kept; further ones are counted in {@link #skippedBlocks}. */
    public static final int DAMAGES_KEPT = 16;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** A CPU's number, and flags in blocks that have them, before an event's header. */
    private static final int CPU = BlockType.HEADER;

    private static final int FLAGS = CPU + 2;
    private static final int LARGEST_EVENT_BLOCK = 16 << 20;

    /** More than any writer has: bounds what a cursor keeps for a hostile event. */
    static final int MOST_PARAMETERS = 1024;

    private final String name;
    private final Packing packing;
    private final Window window;
    private final Recovery recovery;

    /** Whether the capture is being written: that its end is torn is then no damage. */
    private final boolean growing;

    private final List<Damage> damages = new ArrayList<>();

    private long number;
    private long unknownTypes;
    private long skippedBlocks;
    private long skippedBytes;
    private int sections;

    /** Whether events of this section have been met, so that a start table begins another one. */
    private boolean eventsBegan = true;

    /** Whether this section has had its header. */
    private boolean headed;

    /** Whether only users, groups and containers came so far in this section. */
    private boolean leading;

    private boolean ended;

    /** The file that is read, null for a stream. */
    private @Nullable FileChannel file;

    private long fileSize;

    /** Where the last event's block begins in the window. */
    private int block;

    /** What is known of the next event beside its bytes, where {@link #pending}. */
    private final RecordedDetail detail = new RecordedDetail();

    private boolean pending;

    /** Where the event that tells of the next one begins. */
    private long detailOffset;

    /** Where the one that tells of the last event begins, -1 where none does. */
    private long beginOffset = -1;

    /** Whether this capture tells of events beside their bytes. */
    private boolean detailed;

    /** Whether events are passed over, up to {@link #wanted} or {@link #wantedTime}. */
    private boolean skipping;

    private long wanted;
    private long wantedTime;

    private ScapReader(String name, Packing packing, Window window, boolean growing) {
        this.name = name;
        this.growing = growing;
        this.packing = packing;
        this.window = window;
        this.recovery = new Recovery(window);
    }

    /**
     * Opens a file.
     *
     * @throws ScapException where it is not a capture that can be read
     */
    public static ScapReader open(Path file) throws IOException {
        FileInputStream in = new FileInputStream(file.toFile());
        ScapReader reader = open(in, file.toString());
        reader.file = in.getChannel();
        reader.fileSize = Files.size(file);
        return reader;
    }

    /** Opens a file, telling where unpacking could begin anew. */
    @SuppressWarnings("MustBeClosedChecker")
    static ScapReader open(Path file, Restarts restarts) throws IOException {
        return open(new FileInputStream(file.toFile()), file.toString(), false, restarts);
    }

    /**
     * Opens a file at a place that an index has noted.
     *
     * @param unpackedBefore what is at hand of what was unpacked before the place
     */
    @SuppressWarnings("MustBeClosedChecker")
    static ScapReader openAt(Path file, Checkpoint place, byte[] unpackedBefore)
            throws IOException {
        FileInputStream in = new FileInputStream(file.toFile());
        try {
            Packing packing = Packing.of(in.readNBytes(Packing.HEAD));
            Restart restart = place.restart();
            in.getChannel().position(restart.packed());
            Feed feed =
                    restart.window() == 0
                            ? packing.feed(in, new byte[0], Restarts.UNHEEDED)
                            : GzipFeed.midway(
                                    in,
                                    new MemberPlace(
                                            restart.packed() * Byte.SIZE + restart.bit(),
                                            unpackedBefore));
            Window window = new Window(feed, restart.unpacked());
            ScapReader reader = new ScapReader(file.toString(), packing, window, false);
            reader.number = place.number();
            reader.sections = place.sections();
            reader.headed = true;
            reader.leading = false;
            window.skip(place.offset() - restart.unpacked());
            reader.file = in.getChannel();
            reader.fileSize = Files.size(file);
            return reader;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Lets {@link #next} pass over events before both a number and a time. */
    void skipTo(long eventNumber, long timestamp) {
        skipping = true;
        wanted = eventNumber;
        wantedTime = timestamp;
    }

    /**
     * Reads a stream, which is closed with the reader.
     *
     * @param name what messages call it
     * @throws ScapException where it is not a capture that can be read
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static ScapReader open(InputStream in, String name) throws IOException {
        return open(in, name, false, Restarts.UNHEEDED);
    }

    /**
     * Reads a file that is still being written, and waits for more where it ends. What is torn
     * there when waiting ends was not written yet: it is no damage.
     *
     * @throws ScapException where it is not a capture that can be read
     */
    public static ScapReader follow(FollowedFile file) throws IOException {
        return open(file, file.name(), true, Restarts.UNHEEDED);
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static ScapReader open(InputStream in, String name, boolean growing, Restarts restarts)
            throws IOException {
        Window window;
        Packing packing;
        try {
            byte[] head = in.readNBytes(Packing.HEAD);
            packing = Packing.of(head);
            window = new Window(packing.feed(in, head, restarts));
        } catch (IOException e) {
            in.close();
            throw e;
        }
        try {
            SectionHeader.check(name, window);
            return new ScapReader(name, packing, window, growing);
        } catch (IOException e) {
            window.close();
            throw e;
        }
    }

    /**
     * Moves the cursor to the next event; start tables met on the way go to the listener.
     *
     * @return false at the end, where {@link #damages} tells whether all could be read
     */
    public boolean next(Event event, StartListener start) throws IOException {
        while (!ended) {
            if (window.available() < BlockType.HEADER && !window.need(BlockType.HEADER)) {
                end();
                return false;
            }
            int type = (int) INT.get(window.bytes, window.at);
            if (!BlockType.isEvent(type)) {
                startTable(type, start);
            } else if (event(type, event) && !(skipping && isBefore(event))) {
                return true;
            }
        }
        return false;
    }

    /** Whether an event is before the first one that is wanted. */
    private boolean isBefore(Event event) {
        skipping = event.number() < wanted || event.timestamp() < wantedTime;
        return skipping;
    }

    /** Whether the next block is at hand, so that {@link #next} need not wait for the stream. */
    public boolean ready() {
        int available = window.available();
        return available >= BlockType.HEADER
                && available >= Integer.toUnsignedLong((int) INT.get(window.bytes, window.at + 4));
    }

    /** Takes an event block; false where it was skipped. */
    private boolean event(int type, Event event) throws IOException {
        Window w = window;
        int length = (int) INT.get(w.bytes, w.at + 4);
        int before = BlockType.hasFlags(type) ? FLAGS + 4 : FLAGS;
        int available = length - before - BlockType.TRAILER;
        if (length < 0 || length > LARGEST_EVENT_BLOCK || available < EventHeader.SIZE_V1) {
            recover("an event block of " + Integer.toUnsignedLong(length) + " bytes");
            return false;
        }
        if (w.available() < length && !w.need(length)) {
            torn(length);
            return false;
        }
        byte[] bytes = w.bytes;
        block = w.at;
        int at = block + before;
        int code = Short.toUnsignedInt((short) SHORT.get(bytes, at + EventHeader.TYPE));
        eventsBegan = true;
        if (!leading || !isLeading(code) || sections == 1) {
            number++;
        }
        if (code >= EventTable.size()) {
            unknownTypes++;
            w.at += length;
            return false;
        }
        int headerSize;
        int count;
        boolean fits;
        if (BlockType.isFirstGeneration(type)) {
            headerSize = EventHeader.SIZE_V1;
            count = FirstGeneration.parameterCount(bytes, at, available);
            fits = count >= 0;
        } else {
            headerSize = EventHeader.SIZE;
            count =
                    available < headerSize
                            ? -1
                            : (int) INT.get(bytes, at + EventHeader.PARAMETER_COUNT);
            fits = count <= MOST_PARAMETERS && Event.fits(bytes, at, available, headerSize, count);
        }
        if (!fits) {
            damagedEvent(length);
            return false;
        }
        event.wrap(bytes, at, headerSize, count);
        event.origin(
                Short.toUnsignedInt((short) SHORT.get(bytes, block + CPU)),
                before == FLAGS ? 0 : (int) INT.get(bytes, block + FLAGS));
        event.number(number);
        w.at = block + length;
        return (code != DetailWriter.CODE && !detailed) || isToBeSeen(event, code);
    }

    /**
     * Adds to an event what the one before tells of it, in captures that have such; one that tells
     * of the next has no number, and nobody sees it.
     */
    private boolean isToBeSeen(Event event, int code) {
        if (code == DetailWriter.CODE && detail.read(event)) {
            detailed = true;
            pending = true;
            detailOffset = window.offset(block);
            number--;
            return false;
        }
        event.detail(pending ? detail : null);
        beginOffset = pending ? detailOffset : -1;
        pending = false;
        return true;
    }

    /** Whether this event still leads its section, as the writer's copy of what was known. */
    private boolean isLeading(int code) {
        leading = LeadingEvents.contains(code);
        return leading;
    }

    private void startTable(int type, StartListener start) throws IOException {
        long length = Integer.toUnsignedLong((int) INT.get(window.bytes, window.at + 4));
        if (length < BlockType.HEADER + BlockType.TRAILER || !isPlausible(type, length)) {
            recover("no block that can be read");
            return;
        }
        if (type == BlockType.SECTION) {
            SectionHeader.check(name, window);
        }
        if (eventsBegan || (type == BlockType.SECTION && headed)) {
            eventsBegan = false;
            leading = true;
            headed = false;
            sections++;
            start.section();
        }
        headed |= type == BlockType.SECTION;
        long offset = window.offset();
        window.at += BlockType.HEADER;
        BlockBody body = new BlockBody(window, length - BlockType.HEADER - BlockType.TRAILER);
        try {
            try {
                StartTables.read(type, body, start);
            } catch (TornBlockException e) {
                if (e.getMessage() == null) {
                    throw e;
                }
                damage(offset, body.remaining(), "a start table is damaged: " + e.getMessage());
                skippedBlocks++;
                body.abandon();
            }
        } catch (TornBlockException e) {
            if (growing) {
                end();
                return;
            }
            damage(offset, window.available(), "the capture breaks off inside a start table");
            skippedBlocks++;
            window.at = window.end;
            end();
            return;
        }
        if (!window.need(BlockType.TRAILER)) {
            end();
            return;
        }
        long trailer = Integer.toUnsignedLong((int) INT.get(window.bytes, window.at));
        window.at += BlockType.TRAILER;
        if (trailer != length && window.need(BlockType.HEADER) && !recovery.isBlock()) {
            recover("a start table's two lengths differ, " + length + " and " + trailer);
        }
    }

    /** Known tables are believed; a block of unknown type must at least end as it began. */
    private boolean isPlausible(int type, long length) throws IOException {
        if (BlockType.isKnownStartTable(type)) {
            return true;
        }
        return length <= Recovery.LARGEST
                && window.need((int) length)
                && (int) INT.get(window.bytes, window.at + (int) length - BlockType.TRAILER)
                        == (int) length;
    }

    private void damagedEvent(int length) {
        damage(window.offset(), length, "an event's parameters do not fit in it");
        skippedBlocks++;
        skippedBytes += length;
        window.at += length;
    }

    /** A block reaches beyond the end: it was cut off, or its length is wrong. */
    private void torn(int length) throws IOException {
        if (growing) {
            end();
            return;
        }
        long missing = (long) length - window.available();
        recover("the capture breaks off, " + missing + " bytes short of a block's end");
    }

    private void recover(String what) throws IOException {
        long offset = window.offset();
        long passed = recovery.skipToBlock();
        skippedBlocks++;
        skippedBytes += passed;
        damage(offset, passed, what);
    }

    private void end() {
        ended = true;
        String complaint = window.complaint();
        long rest = window.available();
        if (growing && (complaint == null || complaint.equals(Feed.BREAKS_OFF))) {
            return;
        }
        if (complaint != null) {
            skippedBytes += rest;
            damage(window.offset(), rest, complaint + "; what follows is lost");
        } else if (rest > 0) {
            skippedBytes += rest;
            damage(window.offset(), rest, "the capture breaks off inside a block's header");
        }
    }

    private void damage(long offset, long lost, String what) {
        if (damages.size() < DAMAGES_KEPT) {
            damages.add(new Damage(name, offset, lost, what));
        }
    }

    /** What could not be read so far, the first {@link #DAMAGES_KEPT}. */
    public List<Damage> damages() {
        return List.copyOf(damages);
    }

    /** Events of types that the event table does not know, which were skipped. */
    public long unknownTypes() {
        return unknownTypes;
    }

    /** Blocks that could not be read. */
    public long skippedBlocks() {
        return skippedBlocks;
    }

    /** Bytes that were passed over in search of the next good block. */
    public long skippedBytes() {
        return skippedBytes;
    }

    /**
     * Where the last event's block begins, as {@link #offset} has it; of an event that another one
     * before it tells of, where that one begins.
     */
    long blockOffset() {
        return beginOffset >= 0 ? beginOffset : window.offset(block);
    }

    /** Whether the last event was among those at a later section's head that have no number. */
    boolean isLeading() {
        return leading && sections > 1;
    }

    /** The number of the last event. */
    long number() {
        return number;
    }

    Packing packing() {
        return packing;
    }

    /**
     * How many bytes of the file have been taken, packed as they are, those included that were read
     * ahead; 0 where a stream is read.
     */
    public long bytesTaken() throws IOException {
        FileChannel channel = file;
        try {
            return channel == null ? 0 : channel.position();
        } catch (ClosedChannelException e) {
            return fileSize; // all of it was read ahead
        }
    }

    /** Where the next block begins, in bytes of the capture uncompressed. */
    public long offset() {
        return window.offset();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        window.close();
    }
}
