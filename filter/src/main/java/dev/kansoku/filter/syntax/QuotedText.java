// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

/** Text in double quotes with the escapes that both dialects read alike. */
final class QuotedText {
    private QuotedText() {}

    static void append(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                hex(c, out);
            } else if (Operand.Literal.isRawByte(text, i)) {
                hex(c - Operand.Literal.RAW_BYTE, out);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** One byte as {@code \xHH}. */
    static void hex(int value, StringBuilder out) {
        out.append("\\x")
                .append(Character.forDigit(value >> 4, 16))
                .append(Character.forDigit(value & 15, 16));
    }
}
