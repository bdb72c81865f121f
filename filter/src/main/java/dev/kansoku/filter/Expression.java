package dev.kansoku.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter as it was written. Immutable. */
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

    record Not(Expression term) implements Expression {}

    /**
     * One comparison.
     *
     * @param left a field, or a function of one
     * @param quantifier how many of several values have to hold, or null where the operator says it
     * @param values none for {@code exists}
     * @param where from the first character of the left side to the end of the right one
     */
    record Check(
            Operand left,
            Operator operator,
            @Nullable Quantifier quantifier,
            List<Operand> values,
            Span where)
            implements Expression {
        public Check {
            values = List.copyOf(values);
        }
    }
}
