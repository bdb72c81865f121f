// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.redact;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is redacted. Immutable.
 *
 * @param payload the bytes that calls read, write, send and receive
 * @param environment the values of environment variables
 * @param arguments the arguments of programs
 * @param patterns regular expressions for what is redacted in any text and payload; each stands for
 *     bytes, a character of it for one
 */
public record Redaction(
        boolean payload, boolean environment, boolean arguments, List<Pattern> patterns) {
    public Redaction {
        patterns = List.copyOf(patterns);
    }

    /**
     * Reads what a command line says: {@code payload}, {@code env}, {@code args}, or else a regular
     * expression.
     *
     * @throws IllegalArgumentException where an expression is none, or matches nothing at all
     */
    public static Redaction of(List<String> words) {
        boolean payload = false;
        boolean environment = false;
        boolean arguments = false;
        List<Pattern> patterns = new ArrayList<>();
        for (String word : words) {
            switch (word) {
                case "payload" -> payload = true;
                case "env" -> environment = true;
                case "args" -> arguments = true;
                default -> patterns.add(pattern(word));
            }
        }
        return new Redaction(payload, environment, arguments, patterns);
    }

    private static Pattern pattern(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        try {
            Pattern pattern = Pattern.compile(new String(bytes, StandardCharsets.ISO_8859_1));
            if (pattern.matches("")) {
                throw new IllegalArgumentException(
                        "the pattern \"" + word + "\" matches where nothing is");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "no regular expression: \"" + word + "\": " + e.getDescription(), e);
        }
    }
}
