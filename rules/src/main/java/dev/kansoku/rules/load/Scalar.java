// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A value in a rule file, which knows where in the file each of its characters stands. */
record Scalar(Source source, ScalarNode node) {
    String value() {
        return node.getValue();
    }

    /** Where it begins in the file: the quote where it has one. */
    int start() {
        return source.offset(node.getStartMark());
    }

    private int end() {
        return source.offset(node.getEndMark());
    }

    /**
     * Where in the file a character of the value stands. YAML folds lines, strips what they are
     * indented by and resolves escapes: both texts are gone through side by side, and where they
     * can not be matched the beginning of the value has to do.
     */
    int offset(int index) {
        String value = value();
        String text = source.text();
        int end = Math.min(end(), text.length());
        int at = contentStart(text, end);
        boolean doubled = node.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
        boolean single = node.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean blank = isBlank(c);
            while (!blank && at < end && isBlank(text.charAt(at))) {
                at++;
            }
            if (i == index || at >= end) {
                return Math.min(at, Math.max(start(), end - 1));
            }
            if (doubled && text.charAt(at) == '\\') {
                at += escapeLength(text, at, end);
                i += Character.isHighSurrogate(c) ? 1 : 0;
            } else if (text.charAt(at) == c) {
                at += single && c == '\'' ? 2 : 1;
            } else if (!blank) {
                return start();
            }
        }
        return Math.min(at, Math.max(start(), end - 1));
    }

    /** Behind a quote, or behind the header line of a block. */
    private int contentStart(String text, int end) {
        int at = Math.min(start(), end);
        return switch (node.getScalarStyle()) {
            case DOUBLE_QUOTED, SINGLE_QUOTED -> at + 1;
            case LITERAL, FOLDED -> {
                int line = text.indexOf('\n', at);
                yield line < 0 ? end : line + 1;
            }
            default -> at;
        };
    }

    private static int escapeLength(String text, int at, int end) {
        if (at + 1 >= end) {
            return 1;
        }
        return switch (text.charAt(at + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
