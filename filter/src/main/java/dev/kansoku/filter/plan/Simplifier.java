// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Holding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Brings a plan into a shorter form that matches the same events: what is always true or false
 * goes, nested {@code and} and {@code or} are one, the same term is asked once, and questions about
 * one field that are joined by {@code or} become a single one, which takes the value once and looks
 * it up in a set, a tree or an automaton.
 */
final class Simplifier {
    private Simplifier() {}

    static Plan simplify(Plan plan) {
        return switch (plan) {
            case Plan.All all -> all(all);
            case Plan.Any any -> any(any);
            case Plan.Either either -> either(either);
            case Plan.Not not -> not(simplify(not.term()));
            case Plan.Test test -> test(test);
            case Plan.Fixed _, Plan.Exists _, Plan.Pair _ -> plan;
        };
    }

    private static Plan all(Plan.All all) {
        LinkedHashSet<Plan> terms = new LinkedHashSet<>();
        for (Plan term : all.terms()) {
            Plan simple = simplify(term);
            switch (simple) {
                case Plan.Fixed fixed -> {
                    if (!fixed.holds()) {
                        return fixed;
                    }
                }
                case Plan.All inner -> terms.addAll(inner.terms());
                default -> terms.add(simple);
            }
        }
        List<Plan> merged = merge(terms, Holding.NONE);
        return switch (merged.size()) {
            case 0 -> new Plan.Fixed(true);
            case 1 -> merged.getFirst();
            default -> new Plan.All(merged);
        };
    }

    private static Plan any(Plan.Any any) {
        LinkedHashSet<Plan> terms = new LinkedHashSet<>();
        for (Plan term : any.terms()) {
            Plan simple = simplify(term);
            switch (simple) {
                case Plan.Fixed fixed -> {
                    if (fixed.holds()) {
                        return fixed;
                    }
                }
                case Plan.Any inner -> terms.addAll(inner.terms());
                default -> terms.add(simple);
            }
        }
        List<Plan> merged = merge(terms, Holding.ANY);
        return switch (merged.size()) {
            case 0 -> new Plan.Fixed(false);
            case 1 -> merged.getFirst();
            default -> new Plan.Any(merged);
        };
    }

    /**
     * Makes one test of all that ask the same value with the same holding: any of the conditions
     * for terms joined by {@code or}; none of them for terms joined by {@code and}.
     */
    private static List<Plan> merge(LinkedHashSet<Plan> terms, Holding holding) {
        Map<Object, Plan> kept = new LinkedHashMap<>();
        Map<Value, List<Condition>> asked = new LinkedHashMap<>();
        for (Plan term : terms) {
            if (term instanceof Plan.Test test && test.holding() == holding) {
                kept.putIfAbsent(test.value(), test);
                asked.computeIfAbsent(test.value(), _ -> new ArrayList<>()).add(test.condition());
            } else {
                kept.put(term, term);
            }
        }
        List<Plan> merged = new ArrayList<>();
        kept.forEach(
                (key, term) -> {
                    List<Condition> conditions =
                            key instanceof Value value ? asked.get(value) : null;
                    merged.add(
                            conditions == null || conditions.size() == 1
                                    ? term
                                    : new Plan.Test(
                                            (Value) key, holding, Conditions.any(conditions)));
                });
        return merged;
    }

    private static Plan either(Plan.Either either) {
        Plan left = simplify(either.left());
        Plan right = simplify(either.right());
        if (left instanceof Plan.Fixed fixed) {
            return fixed.holds() ? not(right) : right;
        }
        if (right instanceof Plan.Fixed fixed) {
            return fixed.holds() ? not(left) : left;
        }
        return left.equals(right) ? new Plan.Fixed(false) : new Plan.Either(left, right);
    }

    private static Plan not(Plan term) {
        return switch (term) {
            case Plan.Fixed fixed -> new Plan.Fixed(!fixed.holds());
            case Plan.Not inner -> inner.term();
            default -> new Plan.Not(term);
        };
    }

    private static Plan test(Plan.Test test) {
        Condition condition = Conditions.simplify(test.condition());
        if (condition instanceof Condition.Fixed fixed
                && !fixed.holds()
                && (test.holding() == Holding.ANY || test.holding() == Holding.ALL)) {
            return fixedFalse();
        }
        return new Plan.Test(test.value(), test.holding(), condition);
    }

    private static Plan fixedFalse() {
        return new Plan.Fixed(false);
    }
}
