// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.util.Arrays;

/** UTF-8 that has to end earlier. */
final class Utf8 {
    private Utf8() {}

    /** At most so many bytes, none of the last character's alone. */
    static byte[] cut(byte[] text, int most) {
        if (text.length <= most) {
            return text;
        }
        int end = most;
        while (end > 0 && (text[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(text, end);
    }
}
