// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import org.jspecify.annotations.Nullable;

/** Bytes written in hexadecimal. */
public final class Hex {
    private Hex() {}

    /** The value of an ASCII digit, or -1. */
    public static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** The bytes that the text stands for, or null where it is not pairs of digits. */
    public static byte @Nullable [] bytes(String text) {
        if (text.isEmpty() || text.length() % 2 != 0) {
            return null;
        }
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = digit(text.charAt(2 * i));
            int low = digit(text.charAt(2 * i + 1));
            if (high < 0 || low < 0) {
                return null;
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }
}
