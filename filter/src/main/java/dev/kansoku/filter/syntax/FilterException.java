// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import org.jspecify.annotations.Nullable;

/** A filter or a format is wrong; says what, where, and where possible what was meant. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    /** How much of a long line is shown. */
    private static final int SHOWN = 120;

    private final String text;
    private final transient Span where;
    private final @Nullable String hint;

    /**
     * @param message what is wrong
     * @param hint what to do, or null
     * @param text the whole filter or format
     * @param where the characters of it that are wrong
     */
    public FilterException(String message, @Nullable String hint, String text, Span where) {
        super(message);
        this.text = text;
        this.where = where;
        this.hint = hint;
    }

    public Span where() {
        return where;
    }

    /** What to do about it, or null. */
    public @Nullable String hint() {
        return hint;
    }

    /** The line that it begins on, 1 for the first. */
    public int line() {
        int line = 1;
        for (int i = 0; i < start(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    /** Where on its line it begins, in characters, 1 for the first. */
    public int column() {
        return start() - lineStart() + 1;
    }

    /**
     * The message, the line with a mark below what is wrong, and the hint; no newline at its end.
     */
    public String report() {
        int from = lineStart();
        int to = text.indexOf('\n', start());
        to = to < 0 ? text.length() : to;
        int first = Math.max(from, Math.min(start() - SHOWN / 2, to - SHOWN));
        int last = Math.min(to, first + SHOWN);
        int marks = Math.max(1, Math.min(where.to(), last) - start());
        StringBuilder report = new StringBuilder(printable(String.valueOf(getMessage())));
        report.append("\n    ").append(printable(text.substring(first, last)));
        report.append("\n    ").append(" ".repeat(start() - first)).append('^');
        report.append("~".repeat(marks - 1));
        if (hint != null) {
            report.append('\n').append(hint);
        }
        return report.toString();
    }

    private int start() {
        return Math.min(where.from(), text.length());
    }

    private int lineStart() {
        return text.lastIndexOf('\n', start() - 1) + 1;
    }

    /** One column for each character, and nothing that would steer a terminal. */
    private static String printable(String line) {
        StringBuilder shown = new StringBuilder(line);
        for (int i = 0; i < shown.length(); i++) {
            if (Character.isISOControl(shown.charAt(i))) {
                shown.setCharAt(i, shown.charAt(i) == '\t' ? ' ' : '?');
            }
        }
        return shown.toString();
    }
}
