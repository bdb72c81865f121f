// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.event.TextBuffer;
import java.nio.charset.StandardCharsets;

/** Writes text as JSON has it. */
final class Json {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Json() {}

    static void text(String value, TextBuffer out) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        text(bytes, 0, bytes.length, out);
    }

    /** Writes bytes as a string; what is not UTF-8 becomes the replacement character. */
    static void text(byte[] bytes, int offset, int length, TextBuffer out) {
        byte[] clean =
                new String(bytes, offset, length, StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8);
        out.put('"');
        for (byte b : clean) {
            if (b == '"' || b == '\\') {
                out.put('\\').put(b);
            } else if (b >= 0 && b < ' ') {
                out.put("\\u00").put(HEX[b >> 4]).put(HEX[b & 15]);
            } else {
                out.put(b);
            }
        }
        out.put('"');
    }
}
