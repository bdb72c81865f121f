// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;

/** Cells of tables, as wide as their column. */
final class Column {
    private Column() {}

    /** Makes what was written since {@code from} as wide as the column, with a blank at its end. */
    static void fit(TextBuffer out, int from, int width) {
        if (out.length() - from >= width) {
            out.truncate(from + Math.max(width - 1, 0));
        }
        pad(out, from, width);
    }

    /** Writes what an event shows, cut or filled up to a width. */
    static void cell(EventText cell, EventContext context, int width, Page page) {
        TextBuffer out = page.text();
        int from = out.length();
        cell.write(context, out);
        out.truncate(from + width);
        pad(out, from, width);
    }

    /** Fills up what was written since {@code from} with blanks. */
    static void pad(TextBuffer out, int from, int width) {
        while (out.length() - from < width) {
            out.put(' ');
        }
    }

    static void put(String cell, int width, TextBuffer out) {
        int from = out.length();
        out.put(cell);
        fit(out, from, width);
    }
}
