// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A word or sign of Wireshark's dialect.
 *
 * @param text what was written; of quoted text and characters what they stand for
 * @param from where it begins in the text whose macros were put in
 * @param to where it ends there
 */
record WiresharkToken(Kind kind, String text, int from, int to) {
    /** What a token is. */
    enum Kind {
        END,
        ROUND_OPEN,
        ROUND_CLOSE,
        CURLY_OPEN,
        CURLY_CLOSE,
        SQUARE_OPEN,
        COMMA,
        /** Two dots between the ends of an interval. */
        DOTS,
        COMPARISON,
        CONTAINS,
        MATCHES,
        IN,
        ANY,
        ALL,
        AND,
        OR,
        XOR,
        NOT,
        /** A calculation that binds as {@code +} does. */
        SUM,
        /** A calculation that binds as {@code *} does. */
        PRODUCT,
        BITS,
        /** Names a field, or is a value. */
        WORD,
        /** A name with a dot in front: a field whatever else it could be. */
        FIELD,
        /** A value that can not be a field's name. */
        VALUE,
        QUOTED,
        CHARACTER
    }

    private static final Map<String, Kind> WORDS =
            Map.ofEntries(
                    Map.entry("any", Kind.ANY),
                    Map.entry("all", Kind.ALL),
                    Map.entry("contains", Kind.CONTAINS),
                    Map.entry("matches", Kind.MATCHES),
                    Map.entry("in", Kind.IN),
                    Map.entry("and", Kind.AND),
                    Map.entry("or", Kind.OR),
                    Map.entry("xor", Kind.XOR),
                    Map.entry("not", Kind.NOT),
                    Map.entry("bitand", Kind.BITS),
                    Map.entry("bitwise_and", Kind.BITS));

    /** What a word is, other than a field or a value, or null. */
    static @Nullable Kind word(String text) {
        return WiresharkOperators.named(text) != null ? Kind.COMPARISON : WORDS.get(text);
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }
}
