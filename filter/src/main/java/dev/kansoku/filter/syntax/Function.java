// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be made of a value before it is compared, and what each dialect calls it. */
public enum Function {
    /** ASCII letters in lower case. */
    TOLOWER("tolower", "lower"),
    /** ASCII letters in upper case. */
    TOUPPER("toupper", "upper"),
    /** What Base64 text stands for; text that is not Base64 has no value. */
    B64("b64", null),
    /** What follows the last slash of a path. */
    BASENAME("basename", null),
    /** How many bytes a value has, or how many values a list has. */
    LEN("len", "len"),
    /** Values with a text between each two. */
    JOIN("join", null),
    /** Values one behind the other. */
    CONCAT("concat", null),
    /** The options among a program's arguments, and their arguments. */
    GETOPT("getopt", null),
    /**
     * What one option was given among a program's arguments, the last time; sysdig's dialect writes
     * its last argument, the option, in brackets behind {@code getopt(...)}.
     */
    OPTION("getopt", null),
    /** Several values as one list of texts; written as the bare list of a {@code Sequence}. */
    LIST(null, null),
    /** The value itself: marks a field on the right of an operator. */
    VAL("val", null),
    /** How many bytes each value has: what {@code len} is in Wireshark's dialect. */
    LENGTHS(null, null),
    /** How many values a field has. */
    COUNT(null, "count"),
    /** The value as text. */
    STRING(null, "string"),
    /** The smallest of several values. */
    MIN(null, "min"),
    /** The largest of several values. */
    MAX(null, "max"),
    /** A number without its sign. */
    ABS(null, "abs");

    private final @Nullable String sysdig;
    private final @Nullable String wireshark;

    Function(@Nullable String sysdig, @Nullable String wireshark) {
        this.sysdig = sysdig;
        this.wireshark = wireshark;
    }

    /** As a dialect writes it, or null where it has no such function. */
    public @Nullable String word(Dialect dialect) {
        return switch (dialect) {
            case SYSDIG -> sysdig;
            case WIRESHARK -> wireshark;
        };
    }

    /** As the first dialect that has it writes it: for messages. */
    public String word() {
        if (sysdig != null) {
            return sysdig;
        }
        return wireshark != null ? wireshark : this == LENGTHS ? LEN.word() : "list";
    }

    /** The function that a dialect calls so, or null. */
    public static @Nullable Function named(String word, Dialect dialect) {
        for (Function function : values()) {
            if (word.equals(function.word(dialect))) {
                return function;
            }
        }
        return null;
    }

    /** The names of a dialect's functions. */
    public static List<String> words(Dialect dialect) {
        List<String> words = new ArrayList<>();
        for (Function function : values()) {
            String word = function.word(dialect);
            if (word != null && !words.contains(word)) {
                words.add(word);
            }
        }
        return words;
    }
}
