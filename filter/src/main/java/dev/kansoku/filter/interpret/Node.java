// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.interpret;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Holding;
import dev.kansoku.filter.match.PairPredicate;
import dev.kansoku.filter.match.ValuePredicate;

/**
 * One part of a plan, made ready. Every check has {@link FieldValue}s of its own that it fills
 * again for each event, so nothing is allocated and a tree belongs to one thread.
 *
 * @param <C> what values are taken from
 */
abstract class Node<C> {
    abstract boolean matches(C context);

    static final class Fixed<C> extends Node<C> {
        private final boolean matches;

        Fixed(boolean matches) {
            this.matches = matches;
        }

        @Override
        boolean matches(C context) {
            return matches;
        }
    }

    static final class All<C> extends Node<C> {
        private final Node<C>[] terms;

        All(Node<C>[] terms) {
            this.terms = terms;
        }

        @Override
        boolean matches(C context) {
            for (Node<C> term : terms) {
                if (!term.matches(context)) {
                    return false;
                }
            }
            return true;
        }
    }

    static final class Any<C> extends Node<C> {
        private final Node<C>[] terms;

        Any(Node<C>[] terms) {
            this.terms = terms;
        }

        @Override
        boolean matches(C context) {
            for (Node<C> term : terms) {
                if (term.matches(context)) {
                    return true;
                }
            }
            return false;
        }
    }

    static final class Either<C> extends Node<C> {
        private final Node<C> left;
        private final Node<C> right;

        Either(Node<C> left, Node<C> right) {
            this.left = left;
            this.right = right;
        }

        @Override
        boolean matches(C context) {
            return left.matches(context) != right.matches(context);
        }
    }

    static final class Not<C> extends Node<C> {
        private final Node<C> term;

        Not(Node<C> term) {
            this.term = term;
        }

        @Override
        boolean matches(C context) {
            return !term.matches(context);
        }
    }

    /** The event has the value. */
    static final class Exists<C> extends Node<C> {
        private final Extractor<C> extractor;
        private final FieldType type;
        private final FieldValue value = new FieldValue();

        Exists(Extractor<C> extractor, FieldType type) {
            this.extractor = extractor;
            this.type = type;
        }

        @Override
        boolean matches(C context) {
            value.begin(type);
            return extractor.extract(context, value);
        }
    }

    static final class Test<C> extends Node<C> {
        private final Extractor<C> extractor;
        private final FieldType type;
        private final Holding holding;
        private final ValuePredicate predicate;
        private final FieldValue value = new FieldValue();

        Test(Extractor<C> extractor, FieldType type, Holding holding, ValuePredicate predicate) {
            this.extractor = extractor;
            this.type = type;
            this.holding = holding;
            this.predicate = predicate;
        }

        @Override
        boolean matches(C context) {
            value.begin(type);
            return extractor.extract(context, value) && holding.holds(value, predicate);
        }
    }

    static final class Pair<C> extends Node<C> {
        private final Extractor<C> leftExtractor;
        private final FieldType leftType;
        private final Holding holding;
        private final PairPredicate predicate;
        private final Extractor<C> rightExtractor;
        private final FieldType rightType;
        private final FieldValue left = new FieldValue();
        private final FieldValue right = new FieldValue();

        Pair(
                Extractor<C> leftExtractor,
                FieldType leftType,
                Holding holding,
                PairPredicate predicate,
                Extractor<C> rightExtractor,
                FieldType rightType) {
            this.leftExtractor = leftExtractor;
            this.leftType = leftType;
            this.holding = holding;
            this.predicate = predicate;
            this.rightExtractor = rightExtractor;
            this.rightType = rightType;
        }

        @Override
        boolean matches(C context) {
            left.begin(leftType);
            right.begin(rightType);
            return leftExtractor.extract(context, left)
                    && rightExtractor.extract(context, right)
                    && holding.holds(left, predicate, right);
        }
    }
}
