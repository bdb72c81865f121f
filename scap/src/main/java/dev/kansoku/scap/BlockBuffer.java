// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Blocks being written: whole ones, and perhaps an open one at the end. Grows as needed. */
final class BlockBuffer {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int end;
    private int block;

    BlockBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return end;
    }

    /** How many bytes the open block has so far. */
    int openSize() {
        return end - block;
    }

    /** Goes on with another array, which need not be as large; what was written is let go. */
    void continueWith(byte[] other) {
        bytes = other;
    }

    void clear() {
        end = 0;
        block = 0;
    }

    void beginBlock(int type) {
        block = end;
        u32(type);
        u32(0);
    }

    /** Pads the open block and sets its two lengths. */
    void endBlock() {
        while ((end - block & 3) != 0) {
            u8(0);
        }
        int length = end - block + BlockType.TRAILER;
        u32(length);
        INT.set(bytes, block + 4, length);
        block = end;
    }

    /** Begins an entry with its length in front; the result is for {@link #endEntry}. */
    int beginEntry() {
        u32(0);
        return end;
    }

    /** Sets an entry's length, which counts itself or not. */
    void endEntry(int begun, boolean countsItself) {
        INT.set(bytes, begun - 4, end - begun + (countsItself ? 4 : 0));
    }

    void u8(int value) {
        ensure(1);
        bytes[end++] = (byte) value;
    }

    void u16(int value) {
        ensure(2);
        SHORT.set(bytes, end, (short) value);
        end += 2;
    }

    void u32(long value) {
        ensure(4);
        INT.set(bytes, end, (int) value);
        end += 4;
    }

    void u64(long value) {
        ensure(8);
        LONG.set(bytes, end, value);
        end += 8;
    }

    void raw(byte[] source) {
        raw(source, 0, source.length);
    }

    void raw(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, end, count);
        end += count;
    }

    /** Bytes with their length in front, cut at {@code most}. */
    void sized(byte[] value, int most) {
        int count = Math.min(value.length, most);
        u16(count);
        raw(value, 0, count);
    }

    void sized(String value, int most) {
        sized(value.getBytes(StandardCharsets.UTF_8), most);
    }

    private void ensure(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
