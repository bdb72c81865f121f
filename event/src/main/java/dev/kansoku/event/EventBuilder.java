// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one event in the layout of {@link EventHeader}: for sources that see a call as registers
 * and memory, and for tests.
 *
 * <p>Parameters are added in the table's order; {@link #absent} stands for one that could not be
 * read. A builder is used again after {@link #begin}. Not thread-safe.
 */
public final class EventBuilder {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[512];
    private EventType type = EventTable.type(0);
    private int lengthSize;
    private int count;
    private int added;
    private int end;

    /** Starts an event with as many parameters as its row of the table has. */
    public EventBuilder begin(int code, long timestamp, long tid) {
        return begin(code, timestamp, tid, EventTable.type(code).parameters().size());
    }

    /** Starts an event with {@code count} parameters, as an older writer would. */
    public EventBuilder begin(int code, long timestamp, long tid, int count) {
        this.type = EventTable.type(code);
        this.lengthSize = type.lengthSize();
        this.count = count;
        this.added = 0;
        this.end = EventHeader.SIZE + count * lengthSize;
        ensure(0);
        LONG.set(bytes, EventHeader.TIMESTAMP, timestamp);
        LONG.set(bytes, EventHeader.THREAD_ID, tid);
        SHORT.set(bytes, EventHeader.TYPE, (short) code);
        INT.set(bytes, EventHeader.PARAMETER_COUNT, count);
        return this;
    }

    /** A number of the width that the parameter's type has. */
    public EventBuilder number(long value) {
        requireRoom();
        int width = type.parameter(added).type().width();
        return sized(value, width == 0 ? Long.BYTES : width);
    }

    /** A number of a given width: 1, 2, 4 or 8 bytes. */
    public EventBuilder sized(long value, int width) {
        ensure(width);
        switch (width) {
            case 1 -> bytes[end] = (byte) value;
            case 2 -> SHORT.set(bytes, end, (short) value);
            case 4 -> INT.set(bytes, end, (int) value);
            default -> LONG.set(bytes, end, value);
        }
        return added(width);
    }

    /** Text, to which the NUL is added. */
    public EventBuilder text(String value) {
        return text(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Text, to which the NUL is added. */
    public EventBuilder text(byte[] value) {
        ensure(value.length + 1);
        System.arraycopy(value, 0, bytes, end, value.length);
        bytes[end + value.length] = 0;
        return added(value.length + 1);
    }

    public EventBuilder bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    public EventBuilder bytes(byte[] value, int offset, int length) {
        ensure(length);
        System.arraycopy(value, offset, bytes, end, length);
        return added(length);
    }

    /** A parameter of length 0: it is missing, and shown so. */
    public EventBuilder absent() {
        return added(0);
    }

    /** How many parameters are still to be added. */
    public int remaining() {
        return count - added;
    }

    /**
     * Ends the event and moves a cursor to it; the cursor's bytes are this builder's, valid until
     * the next {@link #begin}.
     */
    public void finish(Event event) {
        while (added < count) {
            absent();
        }
        INT.set(bytes, EventHeader.LENGTH, end);
        event.wrap(bytes, 0, EventHeader.SIZE, count);
    }

    /** Ends the event and returns a copy of its bytes. */
    public byte[] toBytes() {
        while (added < count) {
            absent();
        }
        INT.set(bytes, EventHeader.LENGTH, end);
        return Arrays.copyOf(bytes, end);
    }

    private EventBuilder added(int length) {
        requireRoom();
        if (lengthSize == 2 && length > 0xffff) {
            throw new IllegalArgumentException(
                    "a parameter of " + length + " bytes does not fit in " + type);
        }
        int at = EventHeader.SIZE + added * lengthSize;
        if (lengthSize == 2) {
            SHORT.set(bytes, at, (short) length);
        } else {
            INT.set(bytes, at, length);
        }
        added++;
        end += length;
        return this;
    }

    private void requireRoom() {
        if (added >= count) {
            throw new IllegalStateException(
                    type + " has " + count + " parameters, one more was added");
        }
    }

    private void ensure(int more) {
        if (bytes.length < end + more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
