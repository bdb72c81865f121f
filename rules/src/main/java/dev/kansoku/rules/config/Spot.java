// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import dev.kansoku.rules.Place;

/**
 * A part of a line that a message can point at.
 *
 * @param place where it begins
 * @param line the whole line
 * @param width of the part, at least 1
 */
record Spot(Place place, String line, int width) {
    private static final int LONGEST_LINE = 160;
    private static final String INDENT = "    ";

    /** The line with carets below the part; a long line is cut around it. */
    String snippet() {
        int from = Math.max(0, place.column() - 1);
        int start = from > LONGEST_LINE / 2 ? from - LONGEST_LINE / 2 : 0;
        int end = Math.min(line.length(), start + LONGEST_LINE);
        start = Math.min(start, end);
        String shown = line.substring(start, end);
        StringBuilder text = new StringBuilder(INDENT);
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            text.append(Character.isISOControl(c) ? ' ' : c);
        }
        int marks = Math.max(1, Math.min(width, shown.length() - (from - start)));
        return text.append('\n')
                .append(INDENT)
                .repeat(' ', from - start)
                .repeat('^', marks)
                .toString();
    }
}
