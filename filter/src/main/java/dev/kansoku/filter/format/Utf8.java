// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

/** UTF-8 read where it may be broken. */
final class Utf8 {
    private Utf8() {}

    /**
     * How many bytes the well-formed character at {@code at} has, or 0 where there is none: a stray
     * or missing continuation byte, a longer form than needed, a surrogate, or beyond U+10FFFF.
     */
    static int size(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || at + size > end) {
            return 0;
        }
        for (int i = 1; i < size; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xff;
        return switch (first) {
            case 0xe0 -> second >= 0xa0 ? 3 : 0;
            case 0xed -> second < 0xa0 ? 3 : 0;
            case 0xf0 -> second >= 0x90 ? 4 : 0;
            case 0xf4 -> second < 0x90 ? 4 : 0;
            default -> size;
        };
    }

    /** Whether the well-formed character at {@code at} steers a terminal: C0, DEL or C1. */
    static boolean isControl(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        return first < 0x20 || first == 0x7f || (first == 0xc2 && (bytes[at + 1] & 0xff) < 0xa0);
    }
}
