// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;

/**
 * Cells between tabs, for programs: tab, newline, carriage return and backslash are {@code \t},
 * {@code \n}, {@code \r} and {@code \\}, other control characters and bytes that are not UTF-8
 * {@code \xHH}. What was captured can be had again exactly by undoing the escapes. Empty text looks
 * like a missing value.
 */
final class TsvCells extends Cells {
    private static final PlainRun PLAIN = new PlainRun('\\');

    @Override
    char delimiter() {
        return '\t';
    }

    @Override
    void text(byte[] bytes, int offset, int length, TextBuffer out) {
        int end = offset + length;
        int at = offset;
        while (true) {
            int plain = PLAIN.end(bytes, at, end);
            out.put(bytes, at, plain - at);
            if (plain == end) {
                return;
            }
            if (bytes[plain] == '\\') {
                out.put('\\').put('\\');
                at = plain + 1;
            } else {
                at = plain + TextValues.special(bytes, plain, end, out);
            }
        }
    }

    @Override
    void clean(byte[] bytes, int offset, int length, TextBuffer out) {
        text(bytes, offset, length, out);
    }
}
