// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Net;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Quantifier;
import java.util.ArrayList;
import java.util.List;

/** Shorter forms of conditions that ask the same. */
final class Conditions {
    private Conditions() {}

    static Condition simplify(Condition condition) {
        return switch (condition) {
            case Condition.AmongTexts among -> {
                yield switch (among.texts().size()) {
                    case 0 -> new Condition.Fixed(false);
                    case 1 -> new Condition.Text(Operator.EQUAL, among.texts().getFirst());
                    default -> among;
                };
            }
            case Condition.AmongWhole among ->
                    switch (among.numbers().size()) {
                        case 0 -> new Condition.Fixed(false);
                        case 1 ->
                                new Condition.Whole(
                                        Operator.EQUAL, among.numbers().getFirst(), false);
                        default -> among;
                    };
            case Condition.Whole whole ->
                    whole.operator() == Operator.EQUAL
                            ? new Condition.Whole(Operator.EQUAL, whole.bound(), false)
                            : whole;
            case Condition.WholeBetween between -> between(between);
            case Condition.InNets nets -> nets.nets().isEmpty() ? new Condition.Fixed(false) : nets;
            case Condition.Below below ->
                    below.paths().isEmpty() ? new Condition.Fixed(false) : below;
            case Condition.Contains contains ->
                    contains.parts().isEmpty() ? new Condition.Fixed(false) : contains;
            case Condition.Quantified quantified -> quantified(quantified);
            case Condition.Negated negated -> negated(simplify(negated.condition()));
            default -> condition;
        };
    }

    private static Condition between(Condition.WholeBetween between) {
        int order =
                between.unsigned()
                        ? Long.compareUnsigned(between.from(), between.to())
                        : Long.compare(between.from(), between.to());
        if (order > 0) {
            return new Condition.Fixed(false);
        }
        return order == 0 ? new Condition.Whole(Operator.EQUAL, between.from(), false) : between;
    }

    private static Condition negated(Condition condition) {
        return switch (condition) {
            case Condition.Fixed fixed -> new Condition.Fixed(!fixed.holds());
            case Condition.Negated inner -> inner.condition();
            default -> new Condition.Negated(condition);
        };
    }

    private static Condition quantified(Condition.Quantified quantified) {
        List<Condition> simple = new ArrayList<>();
        for (Condition condition : quantified.conditions()) {
            simple.add(simplify(condition));
        }
        return quantified.quantifier() == Quantifier.ANYOF
                ? any(simple)
                : new Condition.Quantified(quantified.quantifier(), simple);
    }

    /** Any of several conditions, those of one kind as one. */
    static Condition any(List<Condition> conditions) {
        List<Bytes> texts = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        List<Net> nets = new ArrayList<>();
        List<Bytes> paths = new ArrayList<>();
        List<Bytes> parts = new ArrayList<>();
        List<Bytes> partsOfAnyCase = new ArrayList<>();
        List<Condition> others = new ArrayList<>();
        for (Condition condition : flat(conditions)) {
            switch (condition) {
                case Condition.Text(Operator operator, Bytes bound)
                        when operator == Operator.EQUAL ->
                        texts.add(bound);
                case Condition.AmongTexts among -> texts.addAll(among.texts());
                case Condition.Whole(Operator operator, long bound, boolean _)
                        when operator == Operator.EQUAL ->
                        numbers.add(bound);
                case Condition.AmongWhole among -> numbers.addAll(among.numbers());
                case Condition.InNets in -> nets.addAll(in.nets());
                case Condition.Below below -> paths.addAll(below.paths());
                case Condition.Contains(List<Bytes> some, boolean anyCase) ->
                        (anyCase ? partsOfAnyCase : parts).addAll(some);
                case Condition.Fixed fixed -> {
                    if (fixed.holds()) {
                        return fixed;
                    }
                }
                default -> {
                    if (!others.contains(condition)) {
                        others.add(condition);
                    }
                }
            }
        }
        List<Condition> all = new ArrayList<>();
        all.add(simplify(new Condition.AmongWhole(numbers)));
        all.add(simplify(new Condition.AmongTexts(texts)));
        all.add(simplify(new Condition.InNets(nets)));
        all.add(simplify(new Condition.Below(paths)));
        all.add(simplify(new Condition.Contains(parts, false)));
        all.add(simplify(new Condition.Contains(partsOfAnyCase, true)));
        all.removeIf(Condition.Fixed.class::isInstance);
        all.addAll(others);
        return switch (all.size()) {
            case 0 -> new Condition.Fixed(false);
            case 1 -> all.getFirst();
            default -> new Condition.Quantified(Quantifier.ANYOF, all);
        };
    }

    private static List<Condition> flat(List<Condition> conditions) {
        List<Condition> flat = new ArrayList<>();
        for (Condition condition : conditions) {
            if (condition instanceof Condition.Quantified(Quantifier quantifier, var inner)
                    && quantifier == Quantifier.ANYOF) {
                flat.addAll(flat(inner));
            } else {
                flat.add(condition);
            }
        }
        return flat;
    }
}
