// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Quantifier;
import java.util.List;
import java.util.Map;

/**
 * What is asked of one value, as data: two conditions are equal where they ask the same. {@link
 * Predicates} makes them ready.
 */
public sealed interface Condition {
    /** Whatever the value is. */
    record Fixed(boolean holds) implements Condition {}

    /** A whole number compared with another by {@code =} or an order. */
    record Whole(Operator operator, long bound, boolean unsigned) implements Condition {}

    /** A whole number between two, both included. */
    record WholeBetween(long from, long to, boolean unsigned) implements Condition {}

    /** One of several whole numbers. */
    record AmongWhole(List<Long> numbers) implements Condition {
        public AmongWhole {
            numbers = numbers.stream().distinct().sorted().toList();
        }
    }

    record Real(Operator operator, double bound) implements Condition {}

    record RealBetween(double from, double to) implements Condition {}

    /** Bytes compared one by one as unsigned, by {@code =} or an order. */
    record Text(Operator operator, Bytes bound) implements Condition {}

    record TextBetween(Bytes from, Bytes to) implements Condition {}

    record AmongTexts(List<Bytes> texts) implements Condition {
        public AmongTexts {
            texts = texts.stream().distinct().sorted().toList();
        }
    }

    /**
     * Holds any of several texts.
     *
     * @param anyCase whether ASCII letters are compared without their case
     */
    record Contains(List<Bytes> parts, boolean anyCase) implements Condition {
        public Contains {
            parts = parts.stream().distinct().sorted().toList();
        }
    }

    record StartsWith(Bytes prefix) implements Condition {}

    record EndsWith(Bytes suffix) implements Condition {}

    /** A shell pattern. */
    record Shell(Bytes pattern, boolean anyCase) implements Condition {}

    /**
     * An RE2 expression.
     *
     * @param whole whether it has to match the whole text, not a part of it
     */
    record Regex(String expression, boolean whole) implements Condition {}

    /** A path that is one of several or lies below one. */
    record Below(List<Bytes> paths) implements Condition {
        public Below {
            paths = paths.stream().distinct().sorted().toList();
        }
    }

    /** An address that is one of several or lies in one of several nets. */
    record InNets(List<Net> nets) implements Condition {
        public InNets {
            nets = List.copyOf(nets);
        }
    }

    /** An address of the bounds' length between two, both included. */
    record AddressBetween(Bytes from, Bytes to) implements Condition {}

    /** As many of the conditions as it says. */
    record Quantified(Quantifier quantifier, List<Condition> conditions) implements Condition {
        public Quantified {
            conditions = List.copyOf(conditions);
        }
    }

    record Negated(Condition condition) implements Condition {}

    /** A value whose type is known only with the event; one of another type does not hold. */
    record ByType(Map<FieldType, Condition> conditions) implements Condition {
        public ByType {
            conditions = Map.copyOf(conditions);
        }
    }
}
