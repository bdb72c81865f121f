// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.List;

/**
 * A name that stands for a part of a filter.
 *
 * @param name letters, digits, {@code _} and {@code -}, a letter first
 * @param body the text that is put in its place, with {@code $1}, {@code $2} and so on where its
 *     arguments go
 */
public record Macro(String name, String body) {
    /** How many arguments it takes: the highest number behind a {@code $} in its body. */
    public int parameters() {
        int most = 0;
        for (int i = 0; i < body.length(); i++) {
            if (body.charAt(i) == '$') {
                most = Math.max(most, parameter(i + 1));
            }
        }
        return most;
    }

    /** How long {@link #with} would be; more than an {@code int} holds is possible. */
    long length(List<String> arguments) {
        long length = body.length();
        for (int i = 0; i < body.length(); i++) {
            int parameter = body.charAt(i) == '$' ? parameter(i + 1) : 0;
            if (parameter > 0) {
                length += arguments.get(parameter - 1).length();
            }
        }
        return length;
    }

    /** The body with its arguments put in. */
    String with(List<String> arguments) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < body.length(); i++) {
            int parameter = body.charAt(i) == '$' ? parameter(i + 1) : 0;
            if (parameter > 0) {
                text.append(arguments.get(parameter - 1));
                i += Integer.toString(parameter).length();
            } else {
                text.append(body.charAt(i));
            }
        }
        return text.toString();
    }

    /** The number of a parameter, which begins at {@code from}, or 0 where there is none. */
    private int parameter(int from) {
        int value = 0;
        for (int i = from; i < Math.min(from + 2, body.length()); i++) {
            char c = body.charAt(i);
            if (c < '0' || c > '9' || (c == '0' && i == from)) {
                break;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    /** Whether it can be the name of a macro. */
    static boolean isName(String name) {
        if (name.isEmpty() || !WiresharkScanner.isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!WiresharkScanner.isLetter(c) && !WiresharkScanner.isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }
}
