package dev.kansoku.filter;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Membership in a set of texts: a hash table with open addressing, behind a mask of the lengths
 * that occur. The hash takes the length and up to eight bytes of either end, so it costs the same
 * for any length.
 */
final class ByteSet extends BytesTest {
    private final byte[] @Nullable [] slots;
    private final int mask;
    private long lengths;

    ByteSet(Collection<byte[]> members) {
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
    boolean test(byte[] bytes, int offset, int length) {
        if ((lengths & lengthBit(length)) == 0) {
            return false;
        }
        int i = hash(bytes, offset, length) & mask;
        for (byte[] there = slots[i]; there != null; there = slots[i]) {
            if (there.length == length
                    && Arrays.equals(bytes, offset, offset + length, there, 0, length)) {
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
        int edge = Math.min(length, 8);
        int hash = length;
        for (int i = 0; i < edge; i++) {
            hash = hash * 31 + bytes[offset + i];
            hash = hash * 31 + bytes[offset + length - 1 - i];
        }
        return hash ^ hash >>> 15;
    }
}
