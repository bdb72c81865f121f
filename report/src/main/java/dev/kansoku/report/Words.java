// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import java.nio.charset.StandardCharsets;

/** Looks for words in captured bytes. */
final class Words {
    private static final byte[] WARNING = ascii("warn");
    private static final byte[] ERROR = ascii("err");

    private Words() {}

    static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    /** The colour of a log's line: yellow for a warning, red for an error. */
    static Colour colour(byte[] bytes, int offset, int length) {
        if (contains(bytes, offset, length, WARNING)) {
            return Colour.YELLOW;
        }
        return contains(bytes, offset, length, ERROR) ? Colour.RED : Colour.GREEN;
    }

    /** Whether a word in small letters is there, in letters of any size. */
    static boolean contains(byte[] bytes, int offset, int length, byte[] word) {
        return find(bytes, offset, offset + length, word) >= 0;
    }

    /** Where a word in small letters begins, in letters of any size; -1 where it is not. */
    static int find(byte[] bytes, int from, int end, byte[] word) {
        for (int at = from; at + word.length <= end; at++) {
            if (startsWith(bytes, at, end, word)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether a word in small letters stands here, in letters of any size. */
    static boolean startsWith(byte[] bytes, int at, int end, byte[] word) {
        if (at + word.length > end) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            int b = bytes[at + i];
            if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != word[i]) {
                return false;
            }
        }
        return true;
    }
}
