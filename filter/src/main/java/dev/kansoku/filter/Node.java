package dev.kansoku.filter;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.ValuePredicate;
import java.util.List;

/**
 * One part of a filter, made ready. Every check has a {@link FieldValue} of its own that it fills
 * again for each event, so nothing is allocated and a tree belongs to one thread.
 *
 * @param <C> what values are taken from
 */
abstract class Node<C> {
    abstract boolean matches(C context);

    /** A part that the event's type has decided. */
    static <C> Node<C> constant(boolean matches) {
        return new Constant<>(matches);
    }

    private static final class Constant<C> extends Node<C> {
        private final boolean matches;

        Constant(boolean matches) {
            this.matches = matches;
        }

        @Override
        boolean matches(C context) {
            return matches;
        }
    }

    static final class All<C> extends Node<C> {
        private final Node<C>[] terms;

        All(List<Node<C>> terms) {
            this.terms = array(terms);
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

        Any(List<Node<C>> terms) {
            this.terms = array(terms);
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

    /** The field has a value. */
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

    /** The field has a value that passes. */
    static final class AnyValue<C> extends Node<C> {
        private final Extractor<C> extractor;
        private final FieldType type;
        private final ValuePredicate test;
        private final FieldValue value = new FieldValue();

        AnyValue(Extractor<C> extractor, FieldType type, ValuePredicate test) {
            this.extractor = extractor;
            this.type = type;
            this.test = test;
        }

        @Override
        boolean matches(C context) {
            FieldValue value = this.value;
            value.begin(type);
            if (extractor.extract(context, value)) {
                for (int i = 0; i < value.size(); i++) {
                    if (test.test(value, i)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** The field has values, and none of them passes. */
    static final class NoValue<C> extends Node<C> {
        private final Extractor<C> extractor;
        private final FieldType type;
        private final ValuePredicate test;
        private final FieldValue value = new FieldValue();

        NoValue(Extractor<C> extractor, FieldType type, ValuePredicate test) {
            this.extractor = extractor;
            this.type = type;
            this.test = test;
        }

        @Override
        boolean matches(C context) {
            FieldValue value = this.value;
            value.begin(type);
            if (!extractor.extract(context, value)) {
                return false;
            }
            for (int i = 0; i < value.size(); i++) {
                if (test.test(value, i)) {
                    return false;
                }
            }
            return value.size() > 0;
        }
    }

    @SuppressWarnings("unchecked")
    private static <C> Node<C>[] array(List<Node<C>> nodes) {
        return nodes.toArray(new Node[0]);
    }
}
