// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.recording;

import dev.kansoku.event.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The last events, as they were, in a bounded array that grows as it is needed. Allocates nothing
 * per event once it has its size. Not thread-safe.
 *
 * <pre>
 *   0      4     8       12            16      20        24       32
 *  +------+-----+-------+-------------+-------+---------+--------+----------------+
 *  | size | cpu | flags | header size | count | wanted  | number | event's bytes  | padded to 8
 *  +------+-----+-------+-------------+-------+---------+--------+----------------+
 * </pre>
 *
 * A size of 0 says that the next entry is at the array's beginning.
 */
final class EventRing {
    private static final int HEADER = 32;
    private static final int SMALLEST = 1 << 16;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int most;
    private byte[] bytes = new byte[SMALLEST];

    /** Of the oldest entry, and behind the newest, in bytes since the beginning of time. */
    private long oldest;

    private long end;

    /** Where {@link #next} reads. */
    private long at;

    private final Event event = new Event();
    private boolean wanted;
    private long afterEvent;

    /**
     * @param most how many bytes it takes at most, a power of two from 64 KiB on
     */
    EventRing(int most) {
        this.most = most;
    }

    boolean isEmpty() {
        return oldest == end;
    }

    /**
     * Keeps an event.
     *
     * @param isWanted what {@link #wanted} is to say of it
     * @return false without room: the oldest must go first
     */
    boolean add(Event from, boolean isWanted) {
        int size = HEADER + from.length() + 7 & ~7;
        int gap = gap(size);
        while (end - oldest + gap + size > bytes.length) {
            if (bytes.length >= most) {
                return false;
            }
            grow();
            gap = gap(size);
        }
        if (gap > 0) {
            INT.set(bytes, place(end), 0);
            end += gap;
        }
        int to = place(end);
        INT.set(bytes, to, size);
        INT.set(bytes, to + 4, from.cpu());
        INT.set(bytes, to + 8, from.flags());
        INT.set(bytes, to + 12, from.headerSize());
        INT.set(bytes, to + 16, from.parameterCount());
        INT.set(bytes, to + 20, isWanted ? 1 : 0);
        LONG.set(bytes, to + 24, from.number());
        System.arraycopy(from.bytes(), from.start(), bytes, to + HEADER, from.length());
        end += size;
        return true;
    }

    /** Whether an event is larger than all there is. */
    boolean isTooLarge(Event from) {
        return HEADER + from.length() + 7 > most / 2;
    }

    /** What is left before the array's end where an entry does not fit there. */
    private int gap(int size) {
        int rest = bytes.length - place(end);
        return rest < size ? rest : 0;
    }

    private int place(long position) {
        return (int) (position & bytes.length - 1);
    }

    private void grow() {
        byte[] larger = new byte[bytes.length * 2];
        int to = 0;
        for (long from = oldest; from < end; ) {
            int size = (int) INT.get(bytes, place(from));
            if (size == 0) {
                from += bytes.length - place(from);
                continue;
            }
            System.arraycopy(bytes, place(from), larger, to, size);
            to += size;
            from += size;
        }
        bytes = larger;
        oldest = 0;
        end = to;
    }

    /** Goes to the oldest event. */
    void rewind() {
        at = oldest;
    }

    /** Reads the next event; false behind the newest. */
    boolean next() {
        if (at == end) {
            return false;
        }
        int place = place(at);
        int size = (int) INT.get(bytes, place);
        if (size == 0) {
            at += bytes.length - place;
            place = 0;
            size = (int) INT.get(bytes, place);
        }
        event.wrap(
                bytes,
                place + HEADER,
                (int) INT.get(bytes, place + 12),
                (int) INT.get(bytes, place + 16));
        event.origin((int) INT.get(bytes, place + 4), (int) INT.get(bytes, place + 8));
        event.number((long) LONG.get(bytes, place + 24));
        wanted = (int) INT.get(bytes, place + 20) == 1;
        at += size;
        afterEvent = at;
        return true;
    }

    /** What {@link #next} read, valid until something is added. */
    Event event() {
        return event;
    }

    /** What {@link #add} was told of it. */
    boolean wanted() {
        return wanted;
    }

    /** Forgets all up to the event that was read, which is kept no longer. */
    void forget() {
        oldest = afterEvent;
    }

    void clear() {
        oldest = end;
    }
}
