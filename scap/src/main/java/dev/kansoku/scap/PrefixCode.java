// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.util.Arrays;

/**
 * A canonical prefix code of deflate, made from the lengths of its symbols' codes. Codes of up to
 * {@value #QUICK} bits are looked up, longer ones counted off. Reused from block to block; not
 * thread-safe.
 */
final class PrefixCode {
    static final int LONGEST = 15;

    /** Bits that the table is looked up by. */
    static final int QUICK = 11;

    static final int MASK = (1 << QUICK) - 1;

    /** What {@link #slow} says of bits that are no code. */
    static final int NONE = -1;

    /** By the next bits: symbol and, in the lower four bits, the length of its code; 0: longer. */
    final int[] table = new int[1 << QUICK];

    private final int[] counts = new int[LONGEST + 1];
    private final int[] offsets = new int[LONGEST + 2];
    private final short[] symbols = new short[DeflateAlphabet.LITERALS];

    /**
     * Makes the code.
     *
     * @param lengths of each symbol's code, 0 for those that do not occur
     * @param mayBeShort whether a single code of one bit, or none, may leave others unused
     * @return false where such a code cannot be, or is not whole
     */
    boolean make(byte[] lengths, int from, int count, boolean mayBeShort) {
        Arrays.fill(counts, 0);
        for (int i = 0; i < count; i++) {
            counts[lengths[from + i]]++;
        }
        counts[0] = 0;
        int left = 1;
        int longest = 0;
        for (int length = 1; length <= LONGEST; length++) {
            left = (left << 1) - counts[length];
            if (left < 0) {
                return false;
            }
            longest = counts[length] > 0 ? length : longest;
        }
        if (left > 0 && !(mayBeShort && longest <= 1)) {
            return false;
        }
        sort(lengths, from, count);
        Arrays.fill(table, 0);
        fill();
        return true;
    }

    private void sort(byte[] lengths, int from, int count) {
        offsets[1] = 0;
        for (int length = 1; length <= LONGEST; length++) {
            offsets[length + 1] = offsets[length] + counts[length];
        }
        for (int symbol = 0; symbol < count; symbol++) {
            int length = lengths[from + symbol];
            if (length > 0) {
                symbols[offsets[length]++] = (short) symbol;
            }
        }
    }

    private void fill() {
        int code = 0;
        int index = 0;
        for (int length = 1; length <= QUICK; length++) {
            for (int i = 0; i < counts[length]; i++) {
                int entry = symbols[index++] << 4 | length;
                int reversed = Integer.reverse(code++) >>> Integer.SIZE - length;
                for (int place = reversed; place < table.length; place += 1 << length) {
                    table[place] = entry;
                }
            }
            code <<= 1;
        }
    }

    /** Finds a code by its bits one by one; as an entry of the table, or {@link #NONE}. */
    int slow(long bits) {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code |= (int) (bits >>> length - 1) & 1;
            int count = counts[length];
            if (code - count < first) {
                return symbols[index + code - first] << 4 | length;
            }
            index += count;
            first = first + count << 1;
            code <<= 1;
        }
        return NONE;
    }
}
