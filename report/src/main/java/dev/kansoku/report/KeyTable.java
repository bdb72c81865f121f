// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers keys of bytes in the order that they are first seen. Open addressing over arrays of
 * primitives; a key seen before allocates nothing.
 *
 * <pre>
 *   slots    hash of key ─► index + 1, 0 where empty
 *   index    0..size-1  ─► hash, offset and length of its bytes in one array
 * </pre>
 *
 * <p>Bounded: once full, keys not seen before get no number. Not thread-safe.
 */
final class KeyTable {
    /** So many keys, and so many bytes of them, are kept unless a table is asked for another. */
    static final int MOST_KEYS = 1 << 20;

    private static final int MOST_BYTES = 256 << 20;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int mostKeys;
    private final int mostBytes;
    private int[] slots = new int[64];
    private int[] hashes = new int[32];
    private int[] offsets = new int[32];
    private int[] lengths = new int[32];
    private byte[] bytes = new byte[1024];
    private int used;
    private int size;
    private long refused;

    KeyTable() {
        this(MOST_KEYS, MOST_BYTES);
    }

    KeyTable(int mostKeys, int mostBytes) {
        this.mostKeys = mostKeys;
        this.mostBytes = mostBytes;
    }

    int size() {
        return size;
    }

    /** How often a key had no room. */
    long refused() {
        return refused;
    }

    byte[] bytes() {
        return bytes;
    }

    int offset(int index) {
        return offsets[index];
    }

    int length(int index) {
        return lengths[index];
    }

    /** The number of a key, which is a new one where it was not seen before; -1 without room. */
    int index(byte[] source, int offset, int length) {
        int hash = hash(source, offset, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (hashes[index] == hash && equals(index, source, offset, length)) {
                return index;
            }
            slot = (slot + 1) & mask;
        }
        return add(hash, source, offset, length);
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
        used = 0;
    }

    /** Compares two keys by their bytes, as numbers without a sign. */
    int compare(int left, int right) {
        return Arrays.compareUnsigned(
                bytes,
                offsets[left],
                offsets[left] + lengths[left],
                bytes,
                offsets[right],
                offsets[right] + lengths[right]);
    }

    private boolean equals(int index, byte[] source, int offset, int length) {
        return lengths[index] == length
                && Arrays.equals(
                        bytes,
                        offsets[index],
                        offsets[index] + length,
                        source,
                        offset,
                        offset + length);
    }

    private int add(int hash, byte[] source, int offset, int length) {
        if (size >= mostKeys || length > mostBytes - used) {
            refused++;
            return -1;
        }
        if (size * 2 >= slots.length) {
            rehash();
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        if (bytes.length - used < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + length));
        }
        System.arraycopy(source, offset, bytes, used, length);
        hashes[size] = hash;
        offsets[size] = used;
        lengths[size] = length;
        used += length;
        place(hash, size);
        return size++;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        for (int i = 0; i < size; i++) {
            place(hashes[i], i);
        }
    }

    private void place(int hash, int index) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = index + 1;
    }

    private static int hash(byte[] source, int offset, int length) {
        long hash = length * MIX;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) LONG.get(source, at)) * MIX;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ source[at]) * MIX;
        }
        return (int) (hash ^ hash >>> 29);
    }
}
