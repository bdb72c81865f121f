// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kansoku.event.TextBuffer;

/** Writes a buffer's bytes in each {@link BufferForm}. */
final class BufferText {
    private static final byte[] BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final int ROW = 16;

    private BufferText() {}

    static void append(BufferForm form, byte[] bytes, int at, int length, TextBuffer out) {
        switch (form) {
            case CUT -> cut(bytes, at, length, out);
            case DOTS -> out.printable(bytes, at, length);
            case ASCII -> ascii(bytes, at, length, out);
            case HEX -> hex(bytes, at, length, false, out);
            case HEX_ASCII -> hex(bytes, at, length, true, out);
            case BASE64 -> base64(bytes, at, length, out);
        }
    }

    static boolean isPrintable(byte b) {
        return b >= ' ' && b < 0x7f;
    }

    private static void cut(byte[] bytes, int at, int length, TextBuffer out) {
        if (length <= ValueRenderer.CUT) {
            out.printable(bytes, at, length);
        } else {
            out.printable(bytes, at, ValueRenderer.CUT - 3);
            out.put('.').put('.').put('.');
        }
    }

    /** CR LF counts as one line end, and so does a CR alone. */
    private static void ascii(byte[] bytes, int at, int length, TextBuffer out) {
        out.put('\n');
        for (int i = at; i < at + length; i++) {
            byte b = bytes[i];
            if (isPrintable(b)) {
                out.put(b);
            } else if (b == '\r' || (b == '\n' && i > at && bytes[i - 1] != '\r')) {
                out.put('\n');
            }
        }
    }

    private static void hex(byte[] bytes, int at, int length, boolean characters, TextBuffer out) {
        for (int row = 0; row < length; row += ROW) {
            int end = Math.min(row + ROW, length);
            out.put('\n').put('\t').put('0').put('x');
            for (int shift = row > 0xffff ? 28 : 12; shift >= 0; shift -= 4) {
                out.put(HEX[(row >>> shift) & 15]);
            }
            out.put(':');
            for (int i = row; i < end; i++) {
                if ((i & 1) == 0) {
                    out.put(' ');
                }
                out.put(HEX[(bytes[at + i] >> 4) & 15]).put(HEX[bytes[at + i] & 15]);
            }
            if (characters) {
                for (int chunks = (end - row + 1) / 2; chunks < ROW / 2; chunks++) {
                    out.put(' ').put(' ').put(' ').put(' ').put(' ');
                }
                out.put(' ').put(' ');
                out.printable(bytes, at + row, end - row);
            }
        }
        out.put('\n');
    }

    private static void base64(byte[] bytes, int at, int length, TextBuffer out) {
        for (int i = 0; i < length; i += 3) {
            int left = length - i;
            int triple =
                    (bytes[at + i] & 0xff) << 16
                            | (left > 1 ? (bytes[at + i + 1] & 0xff) << 8 : 0)
                            | (left > 2 ? bytes[at + i + 2] & 0xff : 0);
            out.put(BASE64[triple >>> 18]).put(BASE64[(triple >>> 12) & 63]);
            out.put(left > 1 ? BASE64[(triple >>> 6) & 63] : '=');
            out.put(left > 2 ? BASE64[triple & 63] : '=');
        }
    }
}
