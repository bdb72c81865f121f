// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventHeader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;

/**
 * A ring of events between the tracer, which alone puts, and the reader, which alone takes. Where
 * it is full the tracer waits, and with it the traced: nothing is lost.
 *
 * <pre>
 *  +----------+----------------+----------------+-----+   an entry starts at a multiple of 8;
 *  | size u32 | parameters u32 | latency ns i64 | event ...      size 0 says: go on at the ring's start
 *  +----------+----------------+----------------+-----+
 * </pre>
 */
final class EventQueue {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEAD = 16;
    private static final long REST = 500_000;

    private final byte[] ring;
    private volatile long written;
    private volatile long taken;
    private volatile boolean abandoned;
    private long held;
    private long latency = -1;

    /**
     * @param capacity a power of two, above the size of any two events
     */
    EventQueue(int capacity) {
        ring = new byte[capacity];
    }

    /**
     * Puts a copy of an event; waits for room.
     *
     * @param tookNanos how long its call took, or -1
     */
    void put(Event event, long tookNanos) {
        int size = event.length();
        int needed = HEAD + size + 7 & ~7;
        long at = written;
        int offset = (int) (at & ring.length - 1);
        int toEnd = ring.length - offset;
        boolean wraps = needed > toEnd;
        long end = at + needed + (wraps ? toEnd : 0);
        while (end - taken > ring.length) {
            if (abandoned) {
                return;
            }
            LockSupport.parkNanos(REST);
        }
        if (wraps) {
            INT.set(ring, offset, 0);
            offset = 0;
        }
        INT.set(ring, offset, size);
        INT.set(ring, offset + 4, event.parameterCount());
        LONG.set(ring, offset + 8, tookNanos);
        System.arraycopy(event.bytes(), event.start(), ring, offset + HEAD, size);
        written = end;
    }

    /** Moves the cursor to the next event, valid until the next call; false where there is none. */
    boolean take(Event event) {
        taken = held;
        if (held == written) {
            return false;
        }
        int offset = (int) (held & ring.length - 1);
        int size = (int) INT.get(ring, offset);
        if (size == 0) {
            held += ring.length - offset;
            offset = 0;
            size = (int) INT.get(ring, offset);
        }
        event.wrap(ring, offset + HEAD, EventHeader.SIZE, (int) INT.get(ring, offset + 4));
        latency = (long) LONG.get(ring, offset + 8);
        held += HEAD + size + 7 & ~7;
        return true;
    }

    /** How long the call of the event taken last took, in nanoseconds, or -1. */
    long latency() {
        return latency;
    }

    boolean isEmpty() {
        return held == written;
    }

    /** Nobody takes any more: the tracer need not wait. */
    void abandon() {
        abandoned = true;
    }
}
