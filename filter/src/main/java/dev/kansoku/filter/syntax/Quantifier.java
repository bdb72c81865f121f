// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How many of the values to the right of a text operator have to hold. */
public enum Quantifier {
    /** Exactly one of them. */
    ONEOF,
    ANYOF,
    ALLOF;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Quantifier named(String word) {
        for (Quantifier quantifier : values()) {
            if (quantifier.word().equals(word)) {
                return quantifier;
            }
        }
        return null;
    }
}
