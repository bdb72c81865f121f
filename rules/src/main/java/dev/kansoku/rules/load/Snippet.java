// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

/**
 * The line of a file that a problem is on, or a part of a long one.
 *
 * @param line one column for each character, with nothing in it that would steer a terminal
 * @param column of the character that is wrong, from 0 on
 * @param length how many characters are wrong, at least 1
 */
public record Snippet(String line, int column, int length) {
    /** How much of a long line is shown. */
    private static final int SHOWN = 120;

    /**
     * Cuts a snippet out of a text.
     *
     * @param from the first character that is wrong
     * @param to behind the last one; a snippet ends with its line
     */
    static Snippet of(String text, int from, int to) {
        int start = Math.min(Math.max(0, from), text.length());
        int begin = text.lastIndexOf('\n', start - 1) + 1;
        int end = text.indexOf('\n', start);
        end = end < 0 ? text.length() : end;
        int first = Math.max(begin, Math.min(start - SHOWN / 2, end - SHOWN));
        int last = Math.min(end, first + SHOWN);
        int length = Math.max(1, Math.min(to, last) - start);
        StringBuilder line = new StringBuilder(text.substring(first, last));
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\t' || c == '\r') {
                line.setCharAt(i, ' ');
            } else if (steers(c)) {
                line.setCharAt(i, '?');
            }
        }
        return new Snippet(line.toString(), start - first, length);
    }

    /** Whether a terminal would do something else than show it. */
    static boolean steers(char c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    /** The line, and a mark below what is wrong; no newline at its end. */
    public String marked() {
        return line + "\n" + " ".repeat(column) + '^' + "~".repeat(length - 1);
    }
}
