// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for a byte, and compares, eight bytes at a time. In {@code x = word ^ pattern}, where the
 * pattern repeats the byte, a byte of {@code x} is zero where it was found; {@code (x - 01..01) &
 * ~x & 80..80} has the high bit of the lowest such byte set, and no bit below it.
 */
public final class ByteSearch {
    public static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;

    private ByteSearch() {}

    /** Where the byte first stands from {@code from} on and before {@code to}, or -1. */
    public static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        long pattern = (wanted & 0xff) * ONES;
        int at = from;
        for (; at <= to - 8; at += 8) {
            long x = (long) LONG.get(bytes, at) ^ pattern;
            long found = (x - ONES) & ~x & HIGH;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Whether two runs of bytes are the same: eight at a time, the last eight again with some of
     * those before. For the short runs that names are it is quicker than {@code Arrays.equals},
     * which is made for long ones.
     */
    static boolean same(byte[] a, int aFrom, byte[] b, int bFrom, int length) {
        if (length >= Long.BYTES) {
            int last = length - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES) {
                if ((long) LONG.get(a, aFrom + i) != (long) LONG.get(b, bFrom + i)) {
                    return false;
                }
            }
            return (long) LONG.get(a, aFrom + last) == (long) LONG.get(b, bFrom + last);
        }
        if (length >= Integer.BYTES) {
            int last = length - Integer.BYTES;
            return (int) INT.get(a, aFrom) == (int) INT.get(b, bFrom)
                    && (int) INT.get(a, aFrom + last) == (int) INT.get(b, bFrom + last);
        }
        for (int i = 0; i < length; i++) {
            if (a[aFrom + i] != b[bFrom + i]) {
                return false;
            }
        }
        return true;
    }
}
