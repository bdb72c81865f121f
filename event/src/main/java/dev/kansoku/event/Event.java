// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one event's bytes. A source moves it from event to event; nothing is copied, and
 * reading allocates nothing.
 *
 * <p>The bytes belong to the source and stay valid until it moves on: keep an event with {@link
 * #copyFrom(Event)} on a cursor of your own. Parameters are located on demand, so an event that
 * nobody looks into costs only its header. The bounds of every parameter lie inside the event:
 * whoever calls {@link #wrap} has checked that header, lengths and values fit (see {@link #fits}).
 *
 * <p>Not thread-safe.
 */
public final class Event {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Set in {@link #flags()} where an event only keeps state and is not to be shown. */
    public static final int STATE_ONLY = 1;

    private byte[] bytes = new byte[0];
    private byte[] own = bytes;
    private int start;
    private int lengths;
    private int count;
    private int lengthSize = 2;
    private EventType type = EventTable.type(0);
    private int cpu;
    private int flags;
    private long number;
    private @Nullable LiveDetail detail;

    private int[] offsets = new int[40];
    private int located;

    /**
     * Moves this cursor to an event.
     *
     * @param bytes what holds it
     * @param start where its header begins
     * @param headerSize {@link EventHeader#SIZE} or {@link EventHeader#SIZE_V1}
     * @param count how many parameters it has
     */
    public void wrap(byte[] bytes, int start, int headerSize, int count) {
        this.bytes = bytes;
        this.start = start;
        this.type =
                EventTable.type(
                        Short.toUnsignedInt((short) SHORT.get(bytes, start + EventHeader.TYPE)));
        this.lengthSize = type.lengthSize();
        this.lengths = start + headerSize;
        this.count = count;
        this.located = 0;
    }

    /**
     * What the block around the event says of it: the CPU, and flags such as {@link #STATE_ONLY}.
     */
    public void origin(int cpu, int flags) {
        this.cpu = cpu;
        this.flags = flags;
    }

    /** The ordinal that {@code evt.num} shows, 1 for the first event of a source. */
    public void number(long number) {
        this.number = number;
    }

    /** What a live source knows beside the bytes; no copy keeps it. */
    public void detail(@Nullable LiveDetail detail) {
        this.detail = detail;
    }

    /** What a live source knows beside the bytes; null for an event of a capture. */
    public @Nullable LiveDetail detail() {
        return detail;
    }

    /**
     * Makes this cursor a copy of another, on bytes of its own, which are reused from copy to copy.
     */
    public void copyFrom(Event other) {
        int size = other.length();
        if (own.length < size) {
            own = new byte[Math.max(size, Math.max(256, own.length * 2))];
        }
        System.arraycopy(other.bytes, other.start, own, 0, size);
        bytes = own;
        lengths = other.lengths - other.start;
        start = 0;
        type = other.type;
        lengthSize = other.lengthSize;
        count = other.count;
        located = 0;
        cpu = other.cpu;
        flags = other.flags;
        number = other.number;
        detail = null;
    }

    /**
     * Whether header, lengths and values of an event with {@code count} parameters fit in its own
     * length.
     *
     * @param available how many bytes there are from {@code start}
     */
    public static boolean fits(byte[] bytes, int start, int available, int headerSize, int count) {
        if (available < headerSize || count < 0) {
            return false;
        }
        int code = Short.toUnsignedInt((short) SHORT.get(bytes, start + EventHeader.TYPE));
        if (code >= EventTable.size()) {
            return false;
        }
        int lengthSize = EventTable.type(code).lengthSize();
        long length = Integer.toUnsignedLong((int) INT.get(bytes, start + EventHeader.LENGTH));
        long need = headerSize + (long) count * lengthSize;
        if (length > available || need > length) {
            return false;
        }
        int at = start + headerSize;
        for (int i = 0; i < count; i++, at += lengthSize) {
            need +=
                    lengthSize == 2
                            ? Short.toUnsignedInt((short) SHORT.get(bytes, at))
                            : Integer.toUnsignedLong((int) INT.get(bytes, at));
        }
        return need <= length;
    }

    public EventType type() {
        return type;
    }

    public int code() {
        return type.code();
    }

    /** Nanoseconds since the epoch. */
    public long timestamp() {
        return (long) LONG.get(bytes, start + EventHeader.TIMESTAMP);
    }

    /** The thread that made the call, or 0 or -1 for an event of no thread. */
    public long tid() {
        return (long) LONG.get(bytes, start + EventHeader.THREAD_ID);
    }

    public int cpu() {
        return cpu;
    }

    public int flags() {
        return flags;
    }

    public boolean isStateOnly() {
        return (flags & STATE_ONLY) != 0;
    }

    public long number() {
        return number;
    }

    /** The bytes that {@link #offset} points into. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the event's header begins in {@link #bytes}. */
    public int start() {
        return start;
    }

    /** The event's length in bytes, header included. */
    public int length() {
        return (int) INT.get(bytes, start + EventHeader.LENGTH);
    }

    /**
     * {@link EventHeader#SIZE}, or {@link EventHeader#SIZE_V1} for an event of the first
     * generation.
     */
    public int headerSize() {
        return lengths - start;
    }

    /**
     * How many parameters this event carries: fewer than the table's row when its writer was older,
     * more when it was newer.
     */
    public int parameterCount() {
        return count;
    }

    /**
     * Whether the parameter is there and is not empty (a parameter that could not be read has
     * length 0).
     */
    public boolean has(int parameter) {
        return parameter >= 0 && parameter < count && length(parameter) > 0;
    }

    /** The length of a parameter in bytes. */
    public int length(int parameter) {
        return lengthSize == 2
                ? Short.toUnsignedInt((short) SHORT.get(bytes, lengths + 2 * parameter))
                : (int) INT.get(bytes, lengths + 4 * parameter);
    }

    /** Where a parameter's value begins in {@link #bytes}. */
    public int offset(int parameter) {
        if (parameter == 0) {
            return lengths + count * lengthSize;
        }
        if (parameter >= located) {
            locate(parameter);
        }
        return offsets[parameter];
    }

    private void locate(int parameter) {
        if (parameter >= offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(parameter + 1, count));
        }
        int i = located;
        int at = i == 0 ? lengths + count * lengthSize : offsets[i - 1] + length(i - 1);
        int[] found = offsets;
        byte[] source = bytes;
        if (lengthSize == 2) {
            for (int next = lengths + 2 * i; i <= parameter; i++, next += 2) {
                found[i] = at;
                at += Short.toUnsignedInt((short) SHORT.get(source, next));
            }
        } else {
            for (int next = lengths + 4 * i; i <= parameter; i++, next += 4) {
                found[i] = at;
                at += (int) INT.get(source, next);
            }
        }
        located = parameter + 1;
    }

    /** A parameter as a signed number of the width it has in this event; 0 where it is missing. */
    public long signed(int parameter) {
        if (parameter < 0 || parameter >= count) {
            return 0;
        }
        return LittleEndian.signed(bytes, offset(parameter), length(parameter));
    }

    /**
     * A parameter as an unsigned number of the width it has in this event; 0 where it is missing.
     */
    public long unsigned(int parameter) {
        if (parameter < 0 || parameter >= count) {
            return 0;
        }
        return LittleEndian.unsigned(bytes, offset(parameter), length(parameter));
    }

    /**
     * The length of a NUL-terminated text parameter, without the NUL and whatever follows it; 0
     * where it is missing.
     */
    public int textLength(int parameter) {
        if (parameter < 0 || parameter >= count) {
            return 0;
        }
        int at = offset(parameter);
        int end = at + length(parameter);
        for (int i = at; i < end; i++) {
            if (bytes[i] == 0) {
                return i - at;
            }
        }
        return end - at;
    }
}
