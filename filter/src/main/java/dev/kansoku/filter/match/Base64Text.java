// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.event.TextBuffer;

/** Base64 as captured text holds it, decoded without objects in between. */
public final class Base64Text {
    private Base64Text() {}

    /** Writes the bytes that the text stands for; false where it is not Base64. */
    public static boolean decode(byte[] bytes, int offset, int length, TextBuffer out) {
        int end = offset + length;
        while (end > offset && bytes[end - 1] == '=' && offset + length - end < 2) {
            end--;
        }
        int bits = 0;
        int count = 0;
        for (int i = offset; i < end; i++) {
            int digit = digit(bytes[i]);
            if (digit < 0) {
                return false;
            }
            bits = bits << 6 | digit;
            count += 6;
            if (count >= 8) {
                count -= 8;
                out.put(bits >> count);
            }
        }
        return (end - offset) % 4 != 1;
    }

    private static int digit(byte b) {
        if (b >= 'A' && b <= 'Z') {
            return b - 'A';
        }
        if (b >= 'a' && b <= 'z') {
            return b - 'a' + 26;
        }
        if (b >= '0' && b <= '9') {
            return b - '0' + 52;
        }
        return b == '+' ? 62 : b == '/' ? 63 : -1;
    }
}
