package dev.kansoku.filter;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.NumberPredicate;
import dev.kansoku.filter.syntax.Operator;
import java.util.Arrays;

/**
 * Compares one field with another: any value of the one with any of the other.
 *
 * @param <C> what values are taken from
 */
final class FieldPair<C> extends Node<C> {
    private final Operator operator;
    private final Extractor<C> leftExtractor;
    private final FieldType leftType;
    private final Extractor<C> rightExtractor;
    private final FieldType rightType;
    private final FieldValue left = new FieldValue();
    private final FieldValue right = new FieldValue();

    FieldPair(
            Operator operator,
            Extractor<C> leftExtractor,
            FieldType leftType,
            Extractor<C> rightExtractor,
            FieldType rightType) {
        this.operator = operator;
        this.leftExtractor = leftExtractor;
        this.leftType = leftType;
        this.rightExtractor = rightExtractor;
        this.rightType = rightType;
    }

    static boolean fits(Operator operator, FieldType left, FieldType right) {
        if (isNumber(left) && isNumber(right)) {
            return operator == Operator.EQUAL
                    || operator == Operator.NOT_EQUAL
                    || operator.isOrder();
        }
        if (isText(left) && isText(right)) {
            return switch (operator) {
                case CONTAINS, STARTSWITH, ENDSWITH -> true;
                default -> !operator.isWord();
            };
        }
        return isAddress(left)
                && isAddress(right)
                && (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL);
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

    @Override
    boolean matches(C context) {
        left.begin(leftType);
        right.begin(rightType);
        if (!leftExtractor.extract(context, left) || !rightExtractor.extract(context, right)) {
            return false;
        }
        boolean negated = operator == Operator.NOT_EQUAL;
        for (int i = 0; i < left.size(); i++) {
            for (int j = 0; j < right.size(); j++) {
                if (negated ? order(i, j) == 0 : holds(i, j)) {
                    return !negated;
                }
            }
        }
        return negated && left.size() > 0 && right.size() > 0;
    }

    private boolean holds(int i, int j) {
        int length = right.length(j);
        return switch (operator) {
            case CONTAINS -> contains(i, j);
            case STARTSWITH -> left.length(i) >= length && same(i, 0, j);
            case ENDSWITH -> left.length(i) >= length && same(i, left.length(i) - length, j);
            default -> NumberPredicate.holds(operator, order(i, j));
        };
    }

    private boolean contains(int i, int j) {
        int last = left.length(i) - right.length(j);
        for (int at = 0; at <= last; at++) {
            if (same(i, at, j)) {
                return true;
            }
        }
        return false;
    }

    private boolean same(int i, int at, int j) {
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

    private int order(int i, int j) {
        if (!isNumber(leftType)) {
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
        boolean leftBig = leftType == FieldType.UNSIGNED && a < 0;
        boolean rightBig = rightType == FieldType.UNSIGNED && b < 0;
        return leftBig == rightBig ? Long.compare(a, b) : leftBig ? 1 : -1;
    }
}
