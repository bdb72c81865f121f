// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldValue;

/** How many of a field's values have to pass; a field without a value never passes. */
public enum Holding {
    ANY,
    ALL,
    NONE,
    /** At least one does not pass. */
    NOT_ALL;

    public boolean holds(FieldValue value, ValuePredicate predicate) {
        return switch (this) {
            case ANY -> any(value, predicate);
            case ALL -> all(value, predicate);
            case NONE -> none(value, predicate);
            case NOT_ALL -> notAll(value, predicate);
        };
    }

    public boolean holds(FieldValue left, PairPredicate predicate, FieldValue right) {
        return switch (this) {
            case ANY -> any(left, predicate, right);
            case ALL -> all(left, predicate, right);
            case NONE -> none(left, predicate, right);
            case NOT_ALL -> notAll(left, predicate, right);
        };
    }

    public static boolean any(FieldValue value, ValuePredicate predicate) {
        for (int i = 0; i < value.size(); i++) {
            if (predicate.test(value, i)) {
                return true;
            }
        }
        return false;
    }

    public static boolean all(FieldValue value, ValuePredicate predicate) {
        for (int i = 0; i < value.size(); i++) {
            if (!predicate.test(value, i)) {
                return false;
            }
        }
        return value.size() > 0;
    }

    public static boolean none(FieldValue value, ValuePredicate predicate) {
        return value.size() > 0 && !any(value, predicate);
    }

    public static boolean notAll(FieldValue value, ValuePredicate predicate) {
        return value.size() > 0 && !all(value, predicate);
    }

    public static boolean any(FieldValue left, PairPredicate predicate, FieldValue right) {
        for (int i = 0; i < left.size(); i++) {
            if (predicate.test(left, i, right)) {
                return true;
            }
        }
        return false;
    }

    public static boolean all(FieldValue left, PairPredicate predicate, FieldValue right) {
        for (int i = 0; i < left.size(); i++) {
            if (!predicate.test(left, i, right)) {
                return false;
            }
        }
        return left.size() > 0;
    }

    public static boolean none(FieldValue left, PairPredicate predicate, FieldValue right) {
        return left.size() > 0 && right.size() > 0 && !any(left, predicate, right);
    }

    public static boolean notAll(FieldValue left, PairPredicate predicate, FieldValue right) {
        return left.size() > 0 && right.size() > 0 && !all(left, predicate, right);
    }
}
