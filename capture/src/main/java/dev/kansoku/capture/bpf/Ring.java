// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.event.EventHeader;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The ring buffer of one CPU, read in place. The kernel maps the data twice in a row, so that a
 * record that wraps around is one run of bytes.
 *
 * <pre>
 *   page 0              page 1              data, twice
 *  +-------------------+-------------------+---------------------------------------
 *  | consumer position | producer position | length u32 | page u32 | bytes, to 8 ...
 *  +-------------------+-------------------+---------------------------------------
 * </pre>
 *
 * In a length bit 31 says that the record is still being written, bit 30 that it is void. Reading
 * goes up to the limit that {@link #refresh} took, record by record; the space is given back in
 * batches, since each time costs the kernel's side a cache line.
 */
final class Ring implements Held.Part {
    private static final VarHandle LONG = JAVA_LONG.varHandle();
    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;
    private static final int HEADER = 8;
    private static final long PAGE = Mapping.pageSize();
    private static final long BATCH = 32 << 10;

    /** Of a small ring no more than this part is held back, or it would look full. */
    private static final int SHARE_HELD = 16;

    /** How often a record that is being written is looked at again: for milliseconds. */
    private static final int LONGEST_WAIT = 1 << 20;

    private final List<Mapping> mappings;
    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final MemorySegment data;
    private final long mask;
    private final long batch;

    private long position;
    private long released;
    private long limit;
    private long headOffset;
    private int headLength;
    private long headTime = Long.MAX_VALUE;

    /** Makes a ring of {@code size} bytes, a power of two, and puts it into the map of rings. */
    static Ring create(int rings, int cpu, long size) throws SystemCallException {
        int fd = Bpf.createMap(Bpf.MAP_TYPE_RINGBUF, 0, 0, size, "kansoku_ring");
        try {
            Bpf.update(rings, cpu, fd);
            return of(fd, size);
        } finally {
            Bpf.close(fd);
        }
    }

    private static Ring of(int fd, long size) throws SystemCallException {
        Mapping consumer = Mapping.of(fd, 0, PAGE, true);
        try {
            Mapping producer = Mapping.of(fd, PAGE, PAGE + 2 * size, false);
            return new Ring(
                    consumer.memory(), producer.memory(), size, List.of(consumer, producer));
        } catch (SystemCallException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * A ring of {@code size} bytes that lies in this memory.
     *
     * @param mappings what to close with it
     */
    Ring(MemorySegment consumer, MemorySegment producer, long size, List<Mapping> mappings) {
        this.consumer = consumer;
        this.producer = producer;
        this.mappings = mappings;
        data = producer.asSlice(PAGE);
        mask = size - 1;
        batch = Math.min(BATCH, size / SHARE_HELD);
    }

    /** Takes note of what the kernel has written since. */
    void refresh() {
        limit = (long) LONG.getAcquire(producer, 0L);
        if (headTime == Long.MAX_VALUE) {
            findHead();
        }
    }

    /** The time of the next event since boot, or the largest number where there is none. */
    long headTime() {
        return headTime;
    }

    /** Whether all that is known to be there was taken. */
    boolean isEmpty() {
        return position >= limit;
    }

    /** Copies the next event. Only where {@link #headTime} says that there is one. */
    int take(byte[] to) {
        int length = headLength;
        MemorySegment.copy(data, JAVA_BYTE, headOffset + HEADER, to, 0, length);
        position += (length + HEADER + 7) & ~7L;
        if (position - released >= batch) {
            release();
        }
        findHead();
        return length;
    }

    /** How much of the ring waits to be taken, as the kernel sees it, in percent. */
    int fill() {
        long waiting = (long) LONG.getAcquire(producer, 0L) - released;
        return (int) (waiting * 100 / (mask + 1));
    }

    /** The length of the next event. */
    int headLength() {
        return headLength;
    }

    /** Gives the space of what was taken back to the kernel. */
    void release() {
        if (released != position) {
            released = position;
            LONG.setRelease(consumer, 0L, position);
        }
    }

    /** Takes note of records that are not taken yet. */
    interface Look {
        /** A record; false ends the walk. */
        boolean at(byte[] bytes, int length);
    }

    /**
     * Walks over what lies in the ring now and leaves it there. A record that is still being
     * written is waited for.
     *
     * @param to holds one record at a time
     */
    void look(byte[] to, Look look) {
        long end = (long) LONG.getAcquire(producer, 0L);
        long at = position;
        while (at < end) {
            long offset = at & mask;
            int header = (int) INT.getAcquire(data, offset);
            for (int i = 0; (header & BUSY) != 0; i++) {
                if (i == LONGEST_WAIT) {
                    return;
                }
                Thread.onSpinWait();
                header = (int) INT.getAcquire(data, offset);
            }
            int length = header & ~DISCARDED;
            if ((header & DISCARDED) == 0 && length >= EventHeader.SIZE && length <= to.length) {
                MemorySegment.copy(data, JAVA_BYTE, offset + HEADER, to, 0, length);
                if (!look.at(to, length)) {
                    return;
                }
            }
            at += (length + HEADER + 7) & ~7L;
        }
    }

    private void findHead() {
        headTime = Long.MAX_VALUE;
        while (position < limit) {
            long offset = position & mask;
            int header = (int) INT.getAcquire(data, offset);
            if ((header & BUSY) != 0) {
                return;
            }
            int length = header & ~DISCARDED;
            if ((header & DISCARDED) == 0 && length >= EventHeader.SIZE && length <= mask) {
                headOffset = offset;
                headLength = length;
                headTime = data.get(JAVA_LONG, offset + HEADER);
                return;
            }
            position += (length + HEADER + 7) & ~7L;
        }
    }

    @Override
    public void close() {
        mappings.forEach(Mapping::close);
    }
}
