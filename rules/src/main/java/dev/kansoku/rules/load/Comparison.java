// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Operator.Operands;
import dev.kansoku.filter.syntax.Quantifier;
import org.jspecify.annotations.Nullable;

/**
 * How an exception compares a field: an operator, perhaps with a quantifier as in {@code startswith
 * oneof}.
 *
 * @param operator or null where there is none of this name
 * @param quantified whether a quantifier stands behind it
 */
record Comparison(String text, @Nullable Operator operator, boolean quantified) {
    static Comparison of(Scalar written) {
        String text = written.value().strip();
        String[] words = text.split("\\s+", -1);
        Operator operator = operator(words[0]);
        if (words.length == 1) {
            return new Comparison(text, operator, false);
        }
        boolean quantifier = words.length == 2 && isQuantifier(words[1]);
        boolean fits = operator != null && operator.operands() == Operands.ONE_OR_QUANTIFIED;
        return new Comparison(text, quantifier && fits ? operator : null, quantifier);
    }

    /** Whether what stands to its right is a list. */
    boolean takesList() {
        return quantified || (operator != null && operator.operands() == Operands.LIST);
    }

    private static @Nullable Operator operator(String symbol) {
        String wanted = symbol.equals("==") ? "=" : symbol;
        for (Operator operator : Operator.values()) {
            if (operator.symbol().equals(wanted) && !operator.isWiresharkOnly()) {
                return operator;
            }
        }
        return null;
    }

    private static boolean isQuantifier(String word) {
        for (Quantifier quantifier : Quantifier.values()) {
            if (quantifier.word().equals(word)) {
                return true;
            }
        }
        return false;
    }
}
