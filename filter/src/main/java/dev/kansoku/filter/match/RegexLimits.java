// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a regular expression can be used: that it is one, and that its program stays small.
 * Matching takes time in proportion to the program and the text; counted repetitions one in another
 * multiply the program, and brackets take the compiler's stack, so both are counted before the
 * compiler sees them.
 */
public final class RegexLimits {
    /** The most steps of a program. */
    static final int SIZE = 5_000;

    /** How deep groups may be nested. */
    static final int NESTING = 100;

    private final String text;
    private final long[] sum = new long[NESTING + 1];
    private int depth;
    private int at;

    /** The steps of what was read last, which a repetition would multiply. */
    private long last;

    private RegexLimits(String text) {
        this.text = text;
    }

    /** What is wrong with an expression, or null. */
    public static @Nullable String complaint(String expression) {
        String tooMuch = new RegexLimits(expression).read();
        if (tooMuch != null) {
            return tooMuch;
        }
        try {
            Pattern.compile(expression);
            return null;
        } catch (PatternSyntaxException e) {
            return "not a regular expression: " + e.getDescription();
        }
    }

    private @Nullable String read() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '(' -> {
                    if (depth == NESTING) {
                        return "a regular expression with groups more than " + NESTING + " deep";
                    }
                    step(0);
                    depth++;
                    sum[depth] = 2;
                }
                case ')' -> {
                    if (depth > 0) {
                        step(0);
                        long group = sum[depth--];
                        last = group;
                    }
                }
                case '*', '+', '?' -> last++;
                case '{' -> repeat();
                case '[' -> {
                    characterClass();
                    step(1);
                }
                case '\\' -> escape();
                default -> step(1);
            }
            if (total() > SIZE) {
                return "a regular expression of more than " + SIZE + " steps";
            }
        }
        return null;
    }

    /** Ends what was read last, and begins another thing. */
    private void step(long size) {
        sum[depth] += last;
        last = size;
    }

    private long total() {
        long total = last;
        for (int i = 0; i <= depth; i++) {
            total += sum[i];
        }
        return total;
    }

    /**
     * Takes {@code n}, {@code n,} or {@code n,m} and the brace behind it; else the brace is one.
     */
    private void repeat() {
        int end = text.indexOf('}', at);
        long most = 0;
        long number = 0;
        boolean counted = end > at && end - at < 16;
        for (int i = at; counted && i < end; i++) {
            char c = text.charAt(i);
            counted = (c >= '0' && c <= '9') || c == ',';
            number = c == ',' ? 0 : number * 10 + (c - '0');
            most = Math.max(most, number);
        }
        if (counted) {
            at = end + 1;
            // an optional repetition takes a step to go around it
            last = Math.min(last + 1, SIZE) * Math.clamp(most, 1, SIZE);
        } else {
            step(1);
        }
    }

    private void characterClass() {
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            first = false;
            if (text.startsWith("[:", at) && text.indexOf(":]", at + 2) >= 0) {
                at = text.indexOf(":]", at + 2) + 2;
            } else {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
        }
        at++;
    }

    private void escape() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        if (c == 'Q') {
            int end = text.indexOf("\\E", at);
            end = end < 0 ? text.length() : end;
            step(end - at);
            at = Math.min(text.length(), end + 2);
            return;
        }
        if ((c == 'x' || c == 'p' || c == 'P') && at < text.length() && text.charAt(at) == '{') {
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
        }
        step(1);
    }
}
