// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.List;

/** Overwrites bytes by stars: all of a stretch, or what the patterns match. Used by one thread. */
final class Eraser {
    private static final byte STAR = '*';

    private final Matcher[] matchers;
    private final ByteText text = new ByteText();

    Eraser(List<Pattern> patterns) {
        matchers = patterns.stream().map(pattern -> pattern.matcher("")).toArray(Matcher[]::new);
    }

    boolean hasPatterns() {
        return matchers.length > 0;
    }

    /** Whether a pattern matches somewhere. */
    boolean finds(byte[] bytes, int from, int length) {
        if (length == 0) {
            return false;
        }
        text.set(bytes, from, length);
        for (Matcher matcher : matchers) {
            if (matcher.reset(text).find()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Overwrites what the patterns match.
     *
     * @param quoted whether {@code "} and {@code \} stay, for what is JSON
     * @return how often they matched
     */
    int erase(byte[] bytes, int from, int length, boolean quoted) {
        int matches = 0;
        for (Matcher matcher : matchers) {
            text.set(bytes, from, length);
            matcher.reset(text);
            while (matcher.find()) {
                for (int i = from + matcher.start(); i < from + matcher.end(); i++) {
                    if (!quoted || (bytes[i] != '"' && bytes[i] != '\\')) {
                        bytes[i] = STAR;
                    }
                }
                matches++;
            }
        }
        return matches;
    }

    static void all(byte[] bytes, int from, int length) {
        Arrays.fill(bytes, from, from + length, STAR);
    }

    /** Overwrites texts with NULs between, which stay. */
    static void texts(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] != 0) {
                bytes[i] = STAR;
            }
        }
    }

    /** Overwrites the values of variables; their names stay, as do the NULs between. */
    static void values(byte[] bytes, int from, int length) {
        boolean inName = true;
        int begin = from;
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == 0) {
                if (inName) { // one without a value is all value
                    all(bytes, begin, i - begin);
                }
                inName = true;
                begin = i + 1;
            } else if (inName && bytes[i] == '=') {
                inName = false;
            } else if (!inName) {
                bytes[i] = STAR;
            }
        }
        if (inName) {
            all(bytes, begin, from + length - begin);
        }
    }
}
