// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.Calculation;

/**
 * Calculates with the values of two extractors, each of the one with each of the other. Whole
 * numbers wrap around in 64 bits; what is divided by zero has no value.
 *
 * @param <C> what values are taken from
 */
public final class CalculationExtractor<C> implements Extractor<C> {
    /** The most results: lists in events are short, and two long ones make a square. */
    private static final int MOST = 4096;

    private final Calculation calculation;
    private final Extractor<C> left;
    private final Extractor<C> right;
    private final FieldType type;
    private final FieldType rightType;
    private final FieldValue leftValue = new FieldValue();
    private final FieldValue rightValue = new FieldValue();

    /**
     * @param type of the left values and of the results: a whole number or {@link FieldType#DOUBLE}
     */
    public CalculationExtractor(
            Calculation calculation,
            Extractor<C> left,
            FieldType type,
            Extractor<C> right,
            FieldType rightType) {
        this.calculation = calculation;
        this.left = left;
        this.type = type;
        this.right = right;
        this.rightType = rightType;
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        leftValue.begin(type);
        rightValue.begin(rightType);
        if (!left.extract(context, leftValue) || !right.extract(context, rightValue)) {
            return false;
        }
        if (type == FieldType.DOUBLE || rightType == FieldType.DOUBLE) {
            return real(out);
        }
        for (int i = 0; i < leftValue.size(); i++) {
            for (int j = 0; j < rightValue.size() && out.size() < MOST; j++) {
                whole(leftValue.numberAt(i), rightValue.numberAt(j), out);
            }
        }
        return out.size() > 0;
    }

    private void whole(long a, long b, FieldValue out) {
        boolean unsigned = type == FieldType.UNSIGNED;
        switch (calculation) {
            case ADD -> out.number(a + b);
            case SUBTRACT -> out.number(a - b);
            case MULTIPLY -> out.number(a * b);
            case BIT_AND -> out.number(a & b);
            case DIVIDE -> {
                if (b != 0) {
                    out.number(unsigned ? Long.divideUnsigned(a, b) : a / b);
                }
            }
            case REMAINDER -> {
                if (b != 0) {
                    out.number(unsigned ? Long.remainderUnsigned(a, b) : a % b);
                }
            }
        }
    }

    private boolean real(FieldValue out) {
        if (leftValue.size() == 0 || rightValue.size() == 0) {
            return false;
        }
        double a = real(leftValue, type);
        double b = real(rightValue, rightType);
        boolean divides = calculation == Calculation.DIVIDE || calculation == Calculation.REMAINDER;
        if (calculation == Calculation.BIT_AND || (divides && b == 0)) {
            return false;
        }
        double result =
                switch (calculation) {
                    case ADD -> a + b;
                    case SUBTRACT -> a - b;
                    case MULTIPLY -> a * b;
                    case DIVIDE -> a / b;
                    case REMAINDER, BIT_AND -> a % b;
                };
        if (type == FieldType.DOUBLE) {
            out.real(result);
        } else {
            out.number((long) result);
        }
        return true;
    }

    private static double real(FieldValue value, FieldType type) {
        return type == FieldType.DOUBLE ? value.real() : value.numberAt(0);
    }
}
