// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import dev.kansoku.event.TextBuffer;

/**
 * Puts paths together as text: {@code .} and {@code ..} are followed without looking at the file
 * system, and a byte outside printable ASCII becomes a dot.
 */
public final class PathText {
    private PathText() {}

    /**
     * Goes from a directory, which is what {@code out} holds from {@code base} on and which ends
     * with a slash unless it is empty, along a path. {@code out} then holds the whole path from
     * {@code base} on, without a slash at its end.
     */
    public static void follow(TextBuffer out, int base, byte[] path, int at, int length) {
        boolean relative = out.length() == base;
        int end = at + length;
        int i = at;
        while (i < end) {
            byte b = path[i];
            if (b == '.' && (out.length() == base || last(out) == '/')) {
                int next = i + 1 < end ? path[i + 1] : '/';
                if (next == '/') {
                    i += 2;
                    continue;
                }
                if (next == '.' && (i + 2 >= end || path[i + 2] == '/')) {
                    toParent(out, base);
                    i += 3;
                    continue;
                }
            }
            if (b == '/') {
                boolean superfluous = out.length() == base ? !relative || i > at : last(out) == '/';
                if (!superfluous) {
                    out.put('/');
                }
            } else {
                out.put(BufferText.isPrintable(b) ? b : '.');
            }
            i++;
        }
        if (out.length() > base + 1 && last(out) == '/') {
            out.truncate(out.length() - 1);
        }
    }

    private static void toParent(TextBuffer out, int base) {
        if (out.length() <= base + 1) {
            return;
        }
        int length = out.length() - 1;
        while (length > base && out.bytes()[length - 1] != '/') {
            length--;
        }
        out.truncate(length);
    }

    private static byte last(TextBuffer out) {
        return out.bytes()[out.length() - 1];
    }
}
