// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.event.TextBuffer;
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
    private static final double STEP = Math.log(1.6);

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
            if (count == 0) {
                out.put(' ');
                continue;
            }
            int level = level(count);
            if (page.colours()) {
                out.put("\u001b[48;5;").decimal(PALETTE[level]).put("m \u001b[0m");
            } else {
                out.put(SHADES.charAt(level * SHADES.length() / PALETTE.length));
            }
        }
        if (page.colours()) {
            out.put("\u001b[K");
        }
        out.put('\n');
        Arrays.fill(counts, 0);
    }

    private int level(int count) {
        double level = Math.log(count * perSecond + 1) / STEP;
        return Math.clamp((long) level, 1, PALETTE.length) - 1;
    }
}
