// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter as it was written, in either dialect. Immutable. */
public sealed interface Expression {
    /** All of two or more terms. */
    record And(List<Expression> terms) implements Expression {
        public And {
            terms = List.copyOf(terms);
        }
    }

    /** Any of two or more terms. */
    record Or(List<Expression> terms) implements Expression {
        public Or {
            terms = List.copyOf(terms);
        }
    }

    /** Exactly one of two terms; only Wireshark's dialect writes it. */
    record Xor(Expression left, Expression right) implements Expression {}

    record Not(Expression term) implements Expression {}

    /** The name of a condition that is written elsewhere, as rule files have them. */
    record Name(String name, Span where) implements Expression {}

    /**
     * One comparison.
     *
     * @param matching how many of the left side's values have to hold, or null where the operator
     *     says it
     * @param left a field, or what is made of one
     * @param quantifier how many of several values to the right have to hold, or null where the
     *     operator says it
     * @param values none for {@code exists}
     * @param where from the first character of the left side to the end of the right one
     */
    record Check(
            @Nullable Matching matching,
            Operand left,
            Operator operator,
            @Nullable Quantifier quantifier,
            List<Operand> values,
            Span where)
            implements Expression {
        public Check {
            values = List.copyOf(values);
        }

        /** A check whose operator says how many values have to hold. */
        public Check(Operand left, Operator operator, List<Operand> values, Span where) {
            this(null, left, operator, null, values, where);
        }
    }

    /** How many of a field's values have to hold. */
    enum Matching {
        ANY,
        ALL
    }
}
