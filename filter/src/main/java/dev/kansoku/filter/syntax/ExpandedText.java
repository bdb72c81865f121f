// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.Arrays;

/**
 * A filter whose macros were put in, which still knows where each character was written: what a
 * macro stands for was written where the macro is used.
 */
final class ExpandedText {
    private final String written;
    private String text = "";
    private int[] from = {};
    private int[] to = {};

    private ExpandedText(String written) {
        this.written = written;
    }

    /** A text without macros. */
    static ExpandedText of(String text) {
        ExpandedText plain = new ExpandedText(text);
        plain.text = text;
        return plain;
    }

    /** Gathers a text piece by piece. */
    static final class Builder {
        private final ExpandedText made;
        private final StringBuilder text = new StringBuilder();

        Builder(String written) {
            made = new ExpandedText(written);
            made.from = new int[written.length() + 16];
            made.to = new int[written.length() + 16];
        }

        int length() {
            return text.length();
        }

        /** Adds a character that was written in this span. */
        void add(char c, int from, int to) {
            int at = text.length();
            if (at == made.from.length) {
                made.from = Arrays.copyOf(made.from, at * 2);
                made.to = Arrays.copyOf(made.to, at * 2);
            }
            made.from[at] = from;
            made.to[at] = to;
            text.append(c);
        }

        ExpandedText done() {
            made.text = text.toString();
            return made;
        }
    }

    /** The filter with its macros put in. */
    String text() {
        return text;
    }

    /** The filter as it was written. */
    String written() {
        return written;
    }

    /** Where a part of {@link #text} was written. */
    Span span(int first, int end) {
        if (from.length == 0) {
            return new Span(first, end);
        }
        if (first >= text.length()) {
            return new Span(written.length(), written.length() + 1);
        }
        int last = Math.max(first, Math.min(end, text.length()) - 1);
        return new Span(from[first], Math.max(to[last], from[first] + 1));
    }

    /** Whether a character of {@link #text} came out of a macro. */
    boolean isExpanded(int at) {
        return at < text.length() && from.length > 0 && to[at] - from[at] != 1;
    }
}
