// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.event.TextBuffer;

/** Looks into text that is kept as bytes. */
final class Text {
    private Text() {}

    static boolean contains(byte[] text, byte[] part) {
        for (int i = 0; i + part.length <= text.length; i++) {
            if (matches(text, i, part)) {
                return true;
            }
        }
        return false;
    }

    static boolean startsWith(byte[] text, int at, byte[] part) {
        return at + part.length <= text.length && matches(text, at, part);
    }

    static int lastSlash(byte[] text, int length) {
        int i = length - 1;
        while (i >= 0 && text[i] != '/') {
            i--;
        }
        return i;
    }

    /**
     * The end of the NUL-terminated piece that begins at {@code at}: its NUL, or the text's end.
     */
    static int pieceEnd(byte[] pieces, int at) {
        int end = at;
        while (end < pieces.length && pieces[end] != 0) {
            end++;
        }
        return end;
    }

    /** Appends NUL-terminated pieces with a blank between each two. */
    static void join(byte[] pieces, TextBuffer out) {
        int at = 0;
        while (at < pieces.length) {
            int end = pieceEnd(pieces, at);
            if (at > 0) {
                out.put(' ');
            }
            out.put(pieces, at, end - at);
            at = end + 1;
        }
    }

    private static boolean matches(byte[] text, int at, byte[] part) {
        for (int i = 0; i < part.length; i++) {
            if (text[at + i] != part[i]) {
                return false;
            }
        }
        return true;
    }
}
