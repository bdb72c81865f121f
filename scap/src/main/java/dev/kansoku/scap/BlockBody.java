// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a start table's body front to back, never beyond it. The block need not be in memory as a
 * whole: only the value at hand is asked of the window, so a list of any length costs nothing.
 */
final class BlockBody {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Window window;
    private long remaining;
    private long behindEntry;

    BlockBody(Window window, long length) {
        this.window = window;
        this.remaining = length;
    }

    /** Bytes left in the entry, or in the body outside of one. */
    long remaining() {
        return remaining;
    }

    boolean has(int count) {
        return remaining >= count;
    }

    /** Bounds what is read to an entry of {@code length} bytes, until {@link #leave}. */
    void enter(long length) throws TornBlockException {
        if (length < 0 || length > remaining) {
            throw new TornBlockException("an entry of " + length + " bytes overruns its block");
        }
        behindEntry = remaining - length;
        remaining = length;
    }

    /** Skips what is left of the entry, which a newer writer may have added. */
    void leave() throws TornBlockException, IOException {
        skipRest();
        remaining = behindEntry;
        behindEntry = 0;
    }

    int u8() throws TornBlockException, IOException {
        return window.bytes[take(1)] & 0xff;
    }

    int u16() throws TornBlockException, IOException {
        int at = take(2);
        return Short.toUnsignedInt((short) SHORT.get(window.bytes, at));
    }

    int i32() throws TornBlockException, IOException {
        int at = take(4);
        return (int) INT.get(window.bytes, at);
    }

    long u32() throws TornBlockException, IOException {
        return Integer.toUnsignedLong(i32());
    }

    long u64() throws TornBlockException, IOException {
        int at = take(8);
        return (long) LONG.get(window.bytes, at);
    }

    byte[] bytes(int count) throws TornBlockException, IOException {
        int at = take(count);
        byte[] copy = new byte[count];
        System.arraycopy(window.bytes, at, copy, 0, count);
        return copy;
    }

    /** Bytes with their length in front. */
    byte[] sized() throws TornBlockException, IOException {
        return bytes(u16());
    }

    /** Text with its length in front. */
    String text() throws TornBlockException, IOException {
        return new String(sized(), StandardCharsets.UTF_8);
    }

    /** Skips what is left of the entry, or of the body outside of one. */
    void skipRest() throws TornBlockException, IOException {
        while (remaining > 0) {
            take((int) Math.min(remaining, Chunk.HEADROOM));
        }
    }

    /** Leaves an entry that may be only half read and skips the whole body's rest. */
    void abandon() throws TornBlockException, IOException {
        remaining += behindEntry;
        behindEntry = 0;
        skipRest();
    }

    private int take(int count) throws TornBlockException, IOException {
        if (count > remaining) {
            throw new TornBlockException("an entry's values overrun it");
        }
        if (!window.need(count)) {
            throw new TornBlockException(null);
        }
        int at = window.at;
        window.at += count;
        remaining -= count;
        return at;
    }
}
