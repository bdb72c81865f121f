// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Quantifier;
import org.jspecify.annotations.Nullable;

/** Which numbers meet a condition. */
final class NumbersOf {
    private NumbersOf() {}

    /** Those numbers, or null where the condition is not one of whole numbers. */
    static @Nullable Numbers condition(Condition condition) {
        return switch (condition) {
            case Condition.Fixed fixed -> fixed.holds() ? Numbers.ALL : Numbers.NONE;
            case Condition.Whole whole -> whole(whole);
            case Condition.WholeBetween(long from, long to, boolean unsigned) -> {
                if (unsigned) {
                    yield Numbers.ofUnsigned(from, to);
                }
                yield from > to ? Numbers.NONE : Numbers.of(from, to);
            }
            case Condition.AmongWhole among -> {
                Numbers all = Numbers.NONE;
                for (long number : among.numbers()) {
                    all = all.or(Numbers.of(number, number));
                }
                yield all;
            }
            case Condition.Quantified quantified -> quantified(quantified);
            case Condition.Negated(Condition inner) -> {
                Numbers numbers = condition(inner);
                yield numbers == null ? null : numbers.complement();
            }
            default -> null;
        };
    }

    private static Numbers whole(Condition.Whole whole) {
        long bound = whole.bound();
        if (whole.operator() == Operator.EQUAL) {
            return Numbers.of(bound, bound);
        }
        Numbers below = whole.unsigned() ? belowUnsigned(bound) : below(bound);
        return switch (whole.operator()) {
            case NOT_EQUAL -> Numbers.of(bound, bound).complement();
            case LESS -> below;
            case LESS_OR_EQUAL -> below.or(Numbers.of(bound, bound));
            case GREATER -> below.or(Numbers.of(bound, bound)).complement();
            case GREATER_OR_EQUAL -> below.complement();
            default -> throw new IllegalArgumentException(whole.operator().symbol());
        };
    }

    private static Numbers below(long bound) {
        return bound == Long.MIN_VALUE ? Numbers.NONE : Numbers.of(Long.MIN_VALUE, bound - 1);
    }

    private static Numbers belowUnsigned(long bound) {
        return bound == 0 ? Numbers.NONE : Numbers.ofUnsigned(0, bound - 1);
    }

    private static @Nullable Numbers quantified(Condition.Quantified quantified) {
        if (quantified.quantifier() == Quantifier.ONEOF) {
            return null;
        }
        boolean any = quantified.quantifier() == Quantifier.ANYOF;
        Numbers numbers = any ? Numbers.NONE : Numbers.ALL;
        for (Condition condition : quantified.conditions()) {
            Numbers one = condition(condition);
            if (one == null) {
                return null;
            }
            numbers = any ? numbers.or(one) : numbers.and(one);
        }
        return numbers;
    }
}
