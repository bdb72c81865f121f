// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.Operator;

/** Tests of numbers. */
public abstract class NumberPredicate extends ValuePredicate {
    /** Whether an operator holds for two values of which {@code order} says how they compare. */
    public static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            default -> throw new IllegalArgumentException(operator.symbol());
        };
    }

    public static final class Equal extends NumberPredicate {
        private final long wanted;

        public Equal(long wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean test(FieldValue value, int index) {
            return value.numberAt(index) == wanted;
        }
    }

    public static final class Signed extends NumberPredicate {
        private final Operator operator;
        private final long bound;

        public Signed(Operator operator, long bound) {
            this.operator = operator;
            this.bound = bound;
        }

        @Override
        public boolean test(FieldValue value, int index) {
            return holds(operator, Long.compare(value.numberAt(index), bound));
        }
    }

    public static final class Unsigned extends NumberPredicate {
        private final Operator operator;
        private final long bound;

        public Unsigned(Operator operator, long bound) {
            this.operator = operator;
            this.bound = bound;
        }

        @Override
        public boolean test(FieldValue value, int index) {
            return holds(operator, Long.compareUnsigned(value.numberAt(index), bound));
        }
    }

    public static final class Real extends NumberPredicate {
        private final Operator operator;
        private final double bound;

        public Real(Operator operator, double bound) {
            this.operator = operator;
            this.bound = bound;
        }

        @Override
        public boolean test(FieldValue value, int index) {
            return holds(operator, Double.compare(value.real(), bound));
        }
    }

    /** From one whole number to another, both included. */
    static final class Between extends NumberPredicate {
        private final long from;
        private final long to;
        private final boolean unsigned;

        Between(long from, long to, boolean unsigned) {
            this.from = from;
            this.to = to;
            this.unsigned = unsigned;
        }

        @Override
        public boolean test(FieldValue value, int index) {
            long number = value.numberAt(index);
            return unsigned
                    ? Long.compareUnsigned(number, from) >= 0
                            && Long.compareUnsigned(number, to) <= 0
                    : number >= from && number <= to;
        }
    }

    static final class RealBetween extends NumberPredicate {
        private final double from;
        private final double to;

        RealBetween(double from, double to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public boolean test(FieldValue value, int index) {
            return value.real() >= from && value.real() <= to;
        }
    }

    /** One of several numbers; few enough that trying each is quickest. */
    public static final class OneOf extends NumberPredicate {
        private final long[] wanted;

        public OneOf(long[] wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean test(FieldValue value, int index) {
            long number = value.numberAt(index);
            for (long one : wanted) {
                if (one == number) {
                    return true;
                }
            }
            return false;
        }
    }
}
