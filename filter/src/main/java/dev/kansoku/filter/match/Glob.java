// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.util.Arrays;

/**
 * Shell patterns on bytes: {@code *} for any run, slashes too, {@code ?} for any byte, {@code
 * [a-z]} and {@code [!a-z]} for one of a set, a backslash before a character that stands for
 * itself. The time is at most the product of both lengths.
 */
public final class Glob extends BytesPredicate {
    private final byte[] pattern;
    private final boolean anyCase;

    public Glob(byte[] pattern, boolean anyCase) {
        this.pattern = anyCase ? lower(pattern) : pattern;
        this.anyCase = anyCase;
    }

    /** A test for a pattern that minds the case: a simpler one where the pattern is simple. */
    public static BytesPredicate test(byte[] pattern) {
        int to = pattern.length;
        boolean open = to > 0 && pattern[0] == '*';
        boolean more = to > 1 && pattern[to - 1] == '*' && pattern[to - 2] != '\\';
        byte[] middle = Arrays.copyOfRange(pattern, open ? 1 : 0, more ? to - 1 : to);
        for (byte b : middle) {
            if (b == '*' || b == '?' || b == '[' || b == '\\') {
                return new Glob(pattern, false);
            }
        }
        if (open) {
            return more ? new BytesPredicate.Contains(middle) : new BytesPredicate.EndsWith(middle);
        }
        return more ? new BytesPredicate.StartsWith(middle) : new BytesPredicate.Equal(middle);
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        int p = 0;
        int starAt = -1;
        int starPattern = -1;
        while (at < end) {
            if (p < pattern.length && pattern[p] == '*') {
                starPattern = ++p;
                starAt = at;
                continue;
            }
            int next = p < pattern.length ? step(p, bytes[at]) : -1;
            if (next >= 0) {
                p = next;
                at++;
            } else if (starPattern >= 0) {
                p = starPattern;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    /** Matches one byte; where the pattern goes on, or -1 where it does not match. */
    private int step(int p, byte raw) {
        byte b = anyCase ? lower(raw) : raw;
        switch (pattern[p]) {
            case '?':
                return p + 1;
            case '\\':
                if (p + 1 < pattern.length) {
                    return pattern[p + 1] == b ? p + 2 : -1;
                }
                return b == '\\' ? p + 1 : -1;
            case '[':
                int close = close(p);
                if (close > 0) {
                    return inSet(p + 1, close, b) ? close + 1 : -1;
                }
                return b == '[' ? p + 1 : -1;
            default:
                return pattern[p] == b ? p + 1 : -1;
        }
    }

    /** Where the set that opens at {@code p} is closed, or -1; a first ] is a member. */
    private int close(int p) {
        int i = p + 1;
        if (i < pattern.length && (pattern[i] == '!' || pattern[i] == '^')) {
            i++;
        }
        for (i++; i < pattern.length; i++) {
            if (pattern[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private boolean inSet(int from, int to, byte b) {
        boolean negated = pattern[from] == '!' || pattern[from] == '^';
        int value = b & 0xff;
        boolean found = false;
        for (int i = negated ? from + 1 : from; i < to; i++) {
            int low = pattern[i] & 0xff;
            if (i + 2 < to && pattern[i + 1] == '-') {
                found |= value >= low && value <= (pattern[i + 2] & 0xff);
                i += 2;
            } else {
                found |= value == low;
            }
        }
        return found != negated;
    }
}
