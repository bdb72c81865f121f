// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;

/**
 * Cells of RFC 4180: one with a comma or a quote in it stands in quotes, its quotes doubled; empty
 * text stands in quotes, so that it is told from a missing value. Control characters and bytes that
 * are not UTF-8 are escaped as {@link TextValues} does, so that a row always is one line.
 *
 * <p>A spreadsheet computes a cell that begins with {@code =}, {@code +}, {@code -} or {@code @}.
 * Since a captured name may be such a formula, text that begins so, also behind blanks or with the
 * wide form of such a character, gets a {@code '} in front. Text that begins with {@code '} gets
 * one too: a program that takes one {@code '} away from each cell of text has what was captured.
 */
final class CsvCells extends Cells {
    /** The first two bytes of the wide forms, U+FF0B to U+FF20 and their neighbours. */
    private static final int WIDE_FIRST = 0xef;

    private static final int WIDE_SECOND = 0xbc;

    private static final PlainRun PLAIN = new PlainRun(',', '"');

    private final TextBuffer escaped = new TextBuffer();

    @Override
    char delimiter() {
        return ',';
    }

    @Override
    void text(byte[] bytes, int offset, int length, TextBuffer out) {
        int end = offset + length;
        boolean guarded = isFormula(bytes, offset, end);
        if (length > 0 && PLAIN.end(bytes, offset, end) == end) {
            if (guarded) {
                out.put('\'');
            }
            out.put(bytes, offset, length);
            return;
        }
        escaped.clear();
        if (guarded) {
            escaped.put('\'');
        }
        TextValues.text(bytes, offset, length, escaped);
        clean(escaped.bytes(), 0, escaped.length(), out);
    }

    @Override
    void clean(byte[] bytes, int offset, int length, TextBuffer out) {
        int end = offset + length;
        boolean bare = length > 0;
        for (int i = offset; bare && i < end; i++) {
            bare = bytes[i] != ',' && bytes[i] != '"';
        }
        if (bare) {
            out.put(bytes, offset, length);
            return;
        }
        out.put('"');
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '"') {
                out.put('"');
            }
            out.put(bytes[i]);
        }
        out.put('"');
    }

    /** Whether a spreadsheet could compute text, or take its first character for our mark. */
    private static boolean isFormula(byte[] bytes, int offset, int end) {
        int at = offset;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        if (at == end) {
            return false;
        }
        return switch (bytes[at] & 0xff) {
            case '=', '+', '-', '@', '\'' -> true;
            case WIDE_FIRST ->
                    at + 2 < end
                            && (bytes[at + 1] & 0xff) == WIDE_SECOND
                            && isWideStart(bytes[at + 2] & 0xff);
            default -> false;
        };
    }

    /** Whether it is the last byte of a wide {@code +}, {@code -}, {@code =} or {@code @}. */
    private static boolean isWideStart(int last) {
        return last == 0x8b || last == 0x8d || last == 0x9d || last == 0xa0;
    }
}
