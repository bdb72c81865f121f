// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

/** What the symbols of deflate stand for, by RFC 1951. */
final class DeflateAlphabet {
    /** Symbols of literals and lengths, the two that never occur included. */
    static final int LITERALS = 288;

    static final int DISTANCES = 32;

    /** The symbol that ends a block; those below are bytes, those above lengths. */
    static final int END = 256;

    static final int LENGTHS = 29;
    static final int USED_DISTANCES = 30;

    /** Symbols in the order in which a block gives the lengths of their codes. */
    private static final byte[] ORDER = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
    };

    private DeflateAlphabet() {}

    /** By symbol less 257: the shortest length, and in the lower four bits the bits that add. */
    static final int[] LENGTH = lengths();

    /** By symbol: the shortest distance, and in the lower four bits the bits that add. */
    static final int[] DISTANCE = distances();

    static int codeLengthSymbol(int place) {
        return ORDER[place];
    }

    private static int[] lengths() {
        int[] lengths = new int[LENGTHS];
        int base = 3;
        for (int i = 0; i < LENGTHS - 1; i++) {
            int extra = Math.max(0, i / 4 - 1);
            lengths[i] = base << 4 | extra;
            base += 1 << extra;
        }
        lengths[LENGTHS - 1] = 258 << 4;
        return lengths;
    }

    private static int[] distances() {
        int[] distances = new int[USED_DISTANCES];
        int base = 1;
        for (int i = 0; i < USED_DISTANCES; i++) {
            int extra = Math.max(0, i / 2 - 1);
            distances[i] = base << 4 | extra;
            base += 1 << extra;
        }
        return distances;
    }
}
