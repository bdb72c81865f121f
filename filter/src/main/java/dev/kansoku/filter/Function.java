package dev.kansoku.filter;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be made of a value before it is compared. */
public enum Function {
    /** ASCII letters in lower case. */
    TOLOWER,
    /** ASCII letters in upper case. */
    TOUPPER,
    /** What Base64 text stands for; text that is not Base64 has no value. */
    B64,
    /** What follows the last slash of a path. */
    BASENAME,
    /** How many bytes a value has, or how many values a list has. */
    LEN,
    /** The value itself: marks a field on the right of an operator. */
    VAL;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Function named(String word) {
        for (Function function : values()) {
            if (function.word().equals(word)) {
                return function;
            }
        }
        return null;
    }
}
