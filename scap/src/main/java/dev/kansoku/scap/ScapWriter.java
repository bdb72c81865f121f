// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes a capture. It listens to start tables, which it writes as they come, and takes events as
 * cursors; an event of the first generation is given the header of today.
 *
 * <p>Only whole blocks are handed to the file, so what is there can always be read: after {@link
 * #flush} all of it, and otherwise all but the last {@value #SPILL_SIZE} bytes or so, and the
 * pieces of that size that are being compressed. Each piece is a gzip member or zstd frame of its
 * own, which keeps that promise there too, and made on a thread of its own.
 *
 * <p>Listening methods cannot fail; a failure to write is thrown by the next {@link #write}, {@link
 * #flush} or {@link #close}. Not thread-safe.
 */
public final class ScapWriter implements StartListener, Flushable, Closeable {
    /** How a capture's bytes are packed. */
    public enum Compression {
        NONE,
        GZIP,
        ZSTD;

        /** What a file's name asks for by its end: {@code .gz}, {@code .zst} or neither. */
        public static Compression ofName(String name) {
            return name.endsWith(".gz") ? GZIP : name.endsWith(".zst") ? ZSTD : NONE;
        }
    }

    static final int SPILL_SIZE = 1 << 20;

    private static final int NO_TABLE = 0;

    /** In an event's flags, of the file's making: that its lengths are wide. The type tells. */
    private static final int LARGE = 4;

    private final PieceSink sink;
    private final BlockBuffer buffer = new BlockBuffer(SPILL_SIZE + 64 * 1024);

    /** The type of the start table that is open at the buffer's end. */
    private int openTable = NO_TABLE;

    /** Of an open fd list: whose fds. */
    private long openTid;

    private boolean headed;

    /** Whether nothing follows the section's header as yet. */
    private boolean bare;

    private @Nullable IOException failure;
    private @Nullable OlderReader older;

    private ScapWriter(PieceSink sink) {
        this.sink = sink;
    }

    /**
     * Begins a capture in a file, which only its owner may read. A regular file of that name makes
     * way; a symbolic link is refused; a pipe or a device is written as it is, and {@code -} is
     * standard output.
     */
    public static ScapWriter create(String name, Compression compression) throws IOException {
        return to(CaptureFile.open(name, compression == Compression.NONE), compression);
    }

    /** The same for a path. */
    public static ScapWriter create(Path file, Compression compression) throws IOException {
        return create(file.toString(), compression);
    }

    /** Whether a name stands for standard output. */
    public static boolean isStandardOutput(String name) {
        return CaptureFile.isStandardOutput(name);
    }

    /** Writes to a stream, which is closed with the writer. */
    public static ScapWriter to(OutputStream out, Compression compression) {
        return to(new PieceTarget.Stream(out), compression);
    }

    static ScapWriter to(PieceTarget target, Compression compression) {
        return new ScapWriter(
                switch (compression) {
                    case NONE -> new PieceSink.Plain(target);
                    case GZIP -> new ParallelSink(target, GzipMember::new);
                    case ZSTD -> new ParallelSink(target, ZstdFrame::new);
                });
    }

    /** Writes what readers of an earlier year know; null for those of today. */
    public ScapWriter writeFor(@Nullable OlderReader older) {
        this.older = older;
        return this;
    }

    /** Writes an event, after the start tables that came before it. */
    public void write(Event event) throws IOException {
        if (older == null) {
            writeAsIs(event);
        } else {
            older.rewrite(event, this::writeAsIs);
        }
    }

    private void writeAsIs(Event event) throws IOException {
        if (openTable != NO_TABLE || !headed) {
            closeTable();
            ensureHeader();
        }
        bare = false;
        int flags = event.flags() & ~LARGE;
        boolean large = event.type().has(EventFlag.LARGE_PAYLOAD);
        BlockBuffer to = buffer;
        if (flags == 0) {
            to.beginBlock(large ? BlockType.EVENT_V2_LARGE : BlockType.EVENT_V2);
            to.u16(event.cpu());
        } else {
            to.beginBlock(large ? BlockType.FLAGGED_EVENT_V2_LARGE : BlockType.FLAGGED_EVENT_V2);
            to.u16(event.cpu());
            to.u32(large ? flags | LARGE : flags);
        }
        if (event.headerSize() == EventHeader.SIZE) {
            to.raw(event.bytes(), event.start(), event.length());
        } else {
            convert(event, large ? 4 : 2);
        }
        to.endBlock();
        if (to.size() >= SPILL_SIZE) {
            spill();
        }
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** Writes an event without a parameter count as one that has it. */
    private void convert(Event event, int lengthSize) {
        int count = event.parameterCount();
        int size = count * lengthSize;
        for (int i = 0; i < count; i++) {
            size += event.length(i);
        }
        buffer.u64(event.timestamp());
        buffer.u64(event.tid());
        buffer.u32(EventHeader.SIZE + size);
        buffer.u16(event.code());
        buffer.u32(count);
        buffer.raw(event.bytes(), event.start() + EventHeader.SIZE_V1, size);
    }

    /** Begins a section, unless one has just begun; the first one needs no call. */
    @Override
    public void section() {
        if (headed && bare) {
            return;
        }
        closeTable();
        headed = false;
        ensureHeader();
    }

    private void ensureHeader() {
        if (!headed) {
            headed = true;
            bare = true;
            buffer.beginBlock(BlockType.SECTION);
            buffer.u32(SectionHeader.MAGIC);
            buffer.u16(SectionHeader.MAJOR);
            buffer.u16(SectionHeader.MINOR);
            buffer.u64(-1); // the section's length is not known beforehand
            buffer.endBlock();
        }
    }

    @Override
    public void machine(MachineEntry machine) {
        openTable(BlockType.MACHINE);
        StartEntries.machine(buffer, machine);
        closeTable();
    }

    @Override
    public void networkInterface(InterfaceEntry networkInterface) {
        openTable(BlockType.INTERFACES_V2);
        StartEntries.networkInterface(buffer, networkInterface);
    }

    @Override
    public void user(UserEntry user) {
        openTable(BlockType.USERS_V2);
        StartEntries.user(buffer, user);
    }

    @Override
    public void group(GroupEntry group) {
        openTable(BlockType.USERS_V2);
        StartEntries.group(buffer, group);
    }

    @Override
    public void process(ProcessEntry process) {
        openTable(BlockType.PROCESSES_V9);
        StartEntries.process(buffer, process);
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        if (openTable == BlockType.FDS_V2 && openTid != tid) {
            closeTable();
        }
        if (openTable(BlockType.FDS_V2)) {
            openTid = tid;
            buffer.u64(tid);
        }
        StartEntries.fd(buffer, older == null ? fd : older.fd(fd));
    }

    /** Makes a table of this type the open one; true where it has just begun. */
    private boolean openTable(int type) {
        if (openTable == type && buffer.openSize() < SPILL_SIZE) {
            return false;
        }
        closeTable();
        ensureHeader();
        bare = false;
        buffer.beginBlock(type);
        openTable = type;
        return true;
    }

    private void closeTable() {
        if (openTable != NO_TABLE) {
            buffer.endBlock();
            openTable = NO_TABLE;
            if (buffer.size() >= SPILL_SIZE) {
                spill();
            }
        }
    }

    private void spill() {
        if (failure == null && buffer.size() > 0) {
            try {
                buffer.continueWith(sink.write(buffer.bytes(), buffer.size()));
            } catch (IOException e) {
                failure = e;
            }
        }
        buffer.clear();
    }

    /**
     * Hands on all that was written, without waiting for it to reach the file. A failure is thrown
     * by whatever is written next.
     */
    public void letGo() {
        closeTable();
        ensureHeader();
        spill();
    }

    /** Hands all that was written to the file. */
    @Override
    public void flush() throws IOException {
        letGo();
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        sink.flush();
    }

    /** Bytes that have been handed to the file, compressed if so asked. */
    public long bytesWritten() {
        return sink.bytesWritten();
    }

    /** Bytes that wait to be handed on, not compressed. */
    public int bytesWaiting() {
        return buffer.size();
    }

    @Override
    public void close() throws IOException {
        try (sink) {
            flush();
        }
    }
}
