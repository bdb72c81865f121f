// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Membership in a set of texts: a hash table with open addressing, behind a mask of the lengths
 * that occur. The hash takes the length and up to eight bytes of either end, so it costs the same
 * for any length.
 */
public final class ByteSet extends BytesPredicate {
    private static final long MULTIPLIER = 0xC2B2_AE3D_27D4_EB4FL;

    private final byte[] @Nullable [] slots;
    private final int mask;
    private long lengths;

    public ByteSet(Collection<byte[]> members) {
        int capacity = Integer.highestOneBit(Math.max(4, members.size() * 2)) * 2;
        this.slots = new byte[capacity][];
        this.mask = capacity - 1;
        for (byte[] member : members) {
            add(member);
        }
    }

    private void add(byte[] member) {
        lengths |= lengthBit(member.length);
        int i = hash(member, 0, member.length) & mask;
        for (byte[] there = slots[i]; there != null; there = slots[i]) {
            if (Arrays.equals(there, member)) {
                return;
            }
            i = (i + 1) & mask;
        }
        slots[i] = member;
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        if ((lengths & lengthBit(length)) == 0) {
            return false;
        }
        int i = hash(bytes, offset, length) & mask;
        for (byte[] there = slots[i]; there != null; there = slots[i]) {
            if (there.length == length && ByteSearch.same(bytes, offset, there, 0, length)) {
                return true;
            }
            i = (i + 1) & mask;
        }
        return false;
    }

    /** Lengths from 63 on share the highest bit. */
    private static long lengthBit(int length) {
        return 1L << Math.min(length, 63);
    }

    private static int hash(byte[] bytes, int offset, int length) {
        long head;
        long tail;
        if (length >= 8) {
            head = (long) ByteSearch.LONG.get(bytes, offset);
            tail = (long) ByteSearch.LONG.get(bytes, offset + length - 8);
        } else if (length >= 4) {
            head = (int) ByteSearch.INT.get(bytes, offset);
            tail = (int) ByteSearch.INT.get(bytes, offset + length - 4);
        } else if (length > 0) {
            head = bytes[offset] << 8 | bytes[offset + length / 2];
            tail = bytes[offset + length - 1];
        } else {
            return 0;
        }
        long mixed = (head * 0x9E37_79B9_7F4A_7C15L) ^ Long.rotateLeft(tail * MULTIPLIER, 32);
        return (int) (mixed ^ mixed >>> 32) + length;
    }
}
