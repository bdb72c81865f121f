// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.event.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of a heat map: how often something fell into each of its cells. On a terminal with colours
 * from green to red, elsewhere by characters that grow darker. Not thread-safe.
 */
final class Heat {
    private static final int[] PALETTE = {
        22, 28, 64, 34, 2, 76, 46, 118, 154, 191, 227, 226, 11, 220, 209, 208, 202, 197, 9, 1
    };
    private static final String SHADES = ".:-=+*%#@";

    /** By so much more does the next colour stand for. */
    private static final double STEP = Math.log10(1.6);

    /** So many parts of a cell are in the front colour: none, a quarter, half, a quarter. */
    private static final byte[][] DOTS = {{' '}, utf8("\u2591"), utf8("\u2592"), utf8("\u2591")};

    private static final double LAST_QUARTER = .75;

    private final double perSecond;
    private final int[] counts;

    /**
     * @param every nanoseconds that a line is about
     * @param width in cells
     */
    Heat(long every, int width) {
        perSecond = 1e9 / every;
        counts = new int[width];
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    int width() {
        return counts.length;
    }

    void add(int cell) {
        if (cell >= 0 && cell < counts.length) {
            counts[cell]++;
        }
    }

    /** Writes the line, and forgets what was counted. */
    void write(Page page) {
        TextBuffer out = page.text();
        if (page.colours()) {
            // Over the line of labels, which follows anew.
            out.put("\u001b[1F");
        }
        for (int count : counts) {
            if (page.colours()) {
                coloured(count, out);
            } else if (count == 0) {
                out.put(' ');
            } else {
                int level = (int) level(count) - 1;
                out.put(SHADES.charAt(level * SHADES.length() / PALETTE.length));
            }
        }
        if (page.colours()) {
            out.put(Colour.RESET.sequence());
        }
        out.put('\n');
        Arrays.fill(counts, 0);
    }

    /** A cell in the colour of its level, with dots in that of the next the nearer it is to it. */
    private void coloured(int count, TextBuffer out) {
        if (count == 0) {
            cell(0, 0, DOTS[0], out);
            return;
        }
        double level = level(count);
        int below = PALETTE[(int) level - 1];
        int above = PALETTE[(int) Math.ceil(level) - 1];
        double between = level - (int) level;
        byte[] dots = DOTS[(int) (between * DOTS.length)];
        // The last quarter has the dots of the first, with the colours the other way round.
        if (between > LAST_QUARTER) {
            cell(above, below, dots, out);
        } else {
            cell(below, above, dots, out);
        }
    }

    private static void cell(int front, int back, byte[] shown, TextBuffer out) {
        out.put("\u001b[38;5;").decimal(front).put("m\u001b[48;5;").decimal(back).put('m');
        out.put(shown);
    }

    /** From 1 on. */
    private double level(int count) {
        double level = Math.log10(count * perSecond + 1) / STEP;
        return Math.clamp(level, 1.0, PALETTE.length);
    }
}
