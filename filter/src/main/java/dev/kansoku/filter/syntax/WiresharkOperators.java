// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Wireshark's dialect calls the operators, and what it offers for those it has not. */
final class WiresharkOperators {
    private static final Map<String, Operator> NAMED =
            Map.ofEntries(
                    Map.entry("==", Operator.EQUAL),
                    Map.entry("eq", Operator.EQUAL),
                    Map.entry("any_eq", Operator.EQUAL),
                    Map.entry("!=", Operator.NOT_EQUAL),
                    Map.entry("ne", Operator.NOT_EQUAL),
                    Map.entry("all_ne", Operator.NOT_EQUAL),
                    Map.entry("===", Operator.ALL_EQUAL),
                    Map.entry("all_eq", Operator.ALL_EQUAL),
                    Map.entry("!==", Operator.ANY_NOT_EQUAL),
                    Map.entry("any_ne", Operator.ANY_NOT_EQUAL),
                    Map.entry(">", Operator.GREATER),
                    Map.entry("gt", Operator.GREATER),
                    Map.entry(">=", Operator.GREATER_OR_EQUAL),
                    Map.entry("ge", Operator.GREATER_OR_EQUAL),
                    Map.entry("<", Operator.LESS),
                    Map.entry("lt", Operator.LESS),
                    Map.entry("<=", Operator.LESS_OR_EQUAL),
                    Map.entry("le", Operator.LESS_OR_EQUAL));

    /** Operators of sysdig's dialect, and how the same is said here. */
    private static final Map<String, String> INSTEAD =
            Map.ofEntries(
                    Map.entry("exists", "a field's name alone asks whether it exists"),
                    Map.entry("=", "write == to compare"),
                    Map.entry("startswith", "write matches \"(?-i)^...\""),
                    Map.entry("endswith", "write matches \"(?-i)...$\""),
                    Map.entry("icontains", "write matches \"...\", whatever the case"),
                    Map.entry("bcontains", "write contains 47:45:54"),
                    Map.entry("bstartswith", "write a slice: [0:3] == 47:45:54"),
                    Map.entry("glob", "write matches \"(?-i)^...$\""),
                    Map.entry("iglob", "write matches \"^...$\""),
                    Map.entry("regex", "write matches \"(?-i)^...$\""),
                    Map.entry("intersects", "write in {a, b}"),
                    Map.entry("pmatch", "write matches \"(?-i)^/path(/|$)\""),
                    Map.entry("|", "write || or the word or"),
                    Map.entry("^", "write ^^ or the word xor"));

    private WiresharkOperators() {}

    /** The comparison of that name, or null. */
    static @Nullable Operator named(String text) {
        return NAMED.get(text);
    }

    /** How a comparison is written, or null where this dialect has none that means the same. */
    static @Nullable String symbol(Operator operator) {
        return switch (operator) {
            case EQUAL -> "==";
            case NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    CONTAINS,
                    IN,
                    ALL_EQUAL,
                    ANY_NOT_EQUAL,
                    MATCHES ->
                    operator.symbol();
            default -> null;
        };
    }

    /** What to do about a word that is no operator of this dialect, or null. */
    static @Nullable String hint(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        String instead = INSTEAD.get(small);
        if (instead != null) {
            return instead;
        }
        String meant = Nearest.to(small, words());
        return meant == null ? null : "did you mean " + meant + "?";
    }

    private static Collection<String> words() {
        List<String> words = new ArrayList<>(NAMED.keySet());
        words.addAll(List.of("contains", "matches", "in", "not in", "and", "or", "xor"));
        return words;
    }

    /** The operator that means the same with the sides exchanged, or null where there is none. */
    static @Nullable Operator turned(Operator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL, ALL_EQUAL, ANY_NOT_EQUAL -> operator;
            case LESS -> Operator.GREATER;
            case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case GREATER -> Operator.LESS;
            case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
            default -> null;
        };
    }
}
