// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where text stops being printable ASCII that a form writes as it is, eight bytes at a time.
 *
 * <p>A word of eight bytes is compared in one go: with each byte below 0x80, subtracting 0x20 sets
 * the byte's top bit where it is a control character, adding 1 where it is DEL, and subtracting 1
 * from the bytes' difference to a special character where it is that one. A borrow or a carry can
 * only come from a byte that is marked itself, so that the first mark is always right.
 */
final class PlainRun {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long TOP = 0x8080808080808080L;
    private static final int DELETE = 0x7f;

    private final byte first;
    private final byte second;
    private final long firsts;
    private final long seconds;

    /** Ends at whatever is not printable ASCII. */
    PlainRun() {
        this(DELETE, DELETE);
    }

    /** Ends at {@code special} too. */
    PlainRun(int special) {
        this(special, special);
    }

    /** Ends at two special ASCII characters too. */
    PlainRun(int first, int second) {
        this.first = (byte) first;
        this.second = (byte) second;
        this.firsts = EACH * first;
        this.seconds = EACH * second;
    }

    /** Where the run that begins at {@code at} ends, at most {@code end}. */
    int end(byte[] bytes, int at, int end) {
        int i = at;
        while (end - i >= Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            long marks =
                    (word
                                    | (word - EACH * ' ')
                                    | (word + EACH)
                                    | ((word ^ firsts) - EACH)
                                    | ((word ^ seconds) - EACH))
                            & TOP;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < end) {
            byte b = bytes[i];
            if (b < ' ' || b == DELETE || b == first || b == second) {
                break;
            }
            i++;
        }
        return i;
    }
}
