// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A place inside of a gzip member at which a block of deflate data begins.
 *
 * <p>The inflater of the JDK begins at bytes, blocks begin at bits. So blocks that hold nothing are
 * put before, as many bits of them as the byte has that belong to the block before:
 *
 * <pre>
 *   the file:   ...bbbbb | bbbXXXXX | XXXXXXXX ...     b of the block before, X of this one
 *   inflated:   eeeeeeee | eeeXXXXX | XXXXXXXX ...     e of empty blocks
 * </pre>
 *
 * @param bit the place in the file, in bits
 * @param window what was unpacked right before it, at most 32 KiB
 */
record MemberPlace(long bit, byte[] window) {
    /** The bits of an empty block of fixed codes: its head, and the code that ends it. */
    private static final int FIXED_BITS = 10;

    /** The place in the file of the first byte that has bits of the block. */
    long packed() {
        return bit >>> 3;
    }

    /** The stream from here on, with empty blocks before it. */
    PackedInput open(InputStream in) throws IOException {
        int shared = (int) bit & 7;
        if (shared == 0) {
            return new PackedInput(in, new byte[0], packed());
        }
        int first = in.read();
        Bits bits = new Bits();
        if (shared % 2 != 0) {
            bits.oddBlock();
        }
        while (bits.count % Byte.SIZE != shared) {
            bits.put(0b010, FIXED_BITS);
        }
        bits.put(Math.max(first, 0) >>> shared, Byte.SIZE - shared);
        byte[] head = first < 0 ? new byte[0] : bits.whole();
        return new PackedInput(in, head, packed() + 1 - head.length);
    }

    /** Bits in the order of deflate. */
    private static final class Bits {
        private byte[] bytes = new byte[64];
        private int count;

        void put(int value, int width) {
            for (int i = 0; i < width; i++) {
                bytes[count >>> 3] |= (byte) ((value >>> i & 1) << (count & 7));
                count++;
            }
        }

        /**
         * An empty block of an odd number of bits, 93: it brings its codes along, one for its end
         * and one for a distance that does not occur.
         */
        void oddBlock() {
            put(0b100, 3); // not the last one, with codes of its own
            put(0, 5 + 5); // 257 symbols, 1 distance
            put(19 - 4, 4);
            for (int i = 0; i < 19; i++) {
                int symbol = DeflateAlphabet.codeLengthSymbol(i);
                put(symbol == 1 || symbol == 18 ? 1 : 0, 3); // the codes 0 and 1
            }
            put(1, 1);
            put(138 - 11, 7); // so many symbols without a code
            put(1, 1);
            put(256 - 138 - 11, 7); // and the rest of the bytes
            put(0, 2); // a code of one bit for the end, and one for the distance
            put(0, 1); // the end
        }

        byte[] whole() {
            return Arrays.copyOf(bytes, count >>> 3);
        }
    }
}
