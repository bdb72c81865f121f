// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.Operator;
import java.util.Arrays;

/** Compares a value of one field with a value of another. Allocates nothing. */
public final class PairPredicate {
    private final Operator operator;
    private final boolean numbers;
    private final boolean leftUnsigned;
    private final boolean rightUnsigned;

    public PairPredicate(Operator operator, FieldType left, FieldType right) {
        this.operator = operator;
        this.numbers = isNumber(left);
        this.leftUnsigned = left == FieldType.UNSIGNED;
        this.rightUnsigned = right == FieldType.UNSIGNED;
    }

    /** Whether an operator compares values of these types. */
    public static boolean fits(Operator operator, FieldType left, FieldType right) {
        if (isNumber(left) && isNumber(right)) {
            return operator == Operator.EQUAL || operator.isOrder();
        }
        if (isText(left) && isText(right)) {
            return switch (operator) {
                case EQUAL, CONTAINS, STARTSWITH, ENDSWITH -> true;
                default -> operator.isOrder();
            };
        }
        return isAddress(left) && isAddress(right) && operator == Operator.EQUAL;
    }

    private static boolean isNumber(FieldType type) {
        return switch (type) {
            case SIGNED, UNSIGNED, BOOLEAN, RELATIVE_TIME, ABSOLUTE_TIME -> true;
            default -> false;
        };
    }

    private static boolean isText(FieldType type) {
        return type == FieldType.TEXT || type == FieldType.BYTES;
    }

    private static boolean isAddress(FieldType type) {
        return type == FieldType.ADDRESS || type == FieldType.NET;
    }

    /** Whether the i-th value of the left side passes with any of the right side's. */
    public boolean test(FieldValue left, int i, FieldValue right) {
        for (int j = 0; j < right.size(); j++) {
            if (test(left, i, right, j)) {
                return true;
            }
        }
        return false;
    }

    private boolean test(FieldValue left, int i, FieldValue right, int j) {
        int length = right.length(j);
        return switch (operator) {
            case CONTAINS -> contains(left, i, right, j);
            case STARTSWITH -> left.length(i) >= length && same(left, i, 0, right, j);
            case ENDSWITH ->
                    left.length(i) >= length && same(left, i, left.length(i) - length, right, j);
            default -> NumberPredicate.holds(operator, order(left, i, right, j));
        };
    }

    private static boolean contains(FieldValue left, int i, FieldValue right, int j) {
        int last = left.length(i) - right.length(j);
        for (int at = 0; at <= last; at++) {
            if (same(left, i, at, right, j)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(FieldValue left, int i, int at, FieldValue right, int j) {
        int from = left.offset(i) + at;
        int length = right.length(j);
        return Arrays.equals(
                left.bytes(i),
                from,
                from + length,
                right.bytes(j),
                right.offset(j),
                right.offset(j) + length);
    }

    private int order(FieldValue left, int i, FieldValue right, int j) {
        if (!numbers) {
            return Arrays.compareUnsigned(
                    left.bytes(i),
                    left.offset(i),
                    left.offset(i) + left.length(i),
                    right.bytes(j),
                    right.offset(j),
                    right.offset(j) + right.length(j));
        }
        long a = left.numberAt(i);
        long b = right.numberAt(j);
        boolean leftBig = leftUnsigned && a < 0;
        boolean rightBig = rightUnsigned && b < 0;
        return leftBig == rightBig ? Long.compare(a, b) : leftBig ? 1 : -1;
    }
}
