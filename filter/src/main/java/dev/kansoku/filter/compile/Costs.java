// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Holding;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import dev.kansoku.filter.syntax.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Guesses what a check costs, about in nanoseconds, and how often it passes, to put those first
 * that decide most for least. A wrong guess costs time and changes no outcome.
 */
final class Costs {
    private static final double REMEMBERED = 1;

    /** Mostly remembered, but found out again often. */
    private static final double OFTEN_REMEMBERED = 5;

    private static final double NUMBER = 3;
    private static final double TEXT = 6;

    /** A text that is put together for the check. */
    private static final double COMPOSED = 25;

    private final Slots slots;

    Costs(Slots slots) {
        this.slots = slots;
    }

    double cost(Plan plan) {
        return switch (slots.lifetime(plan)) {
            case PROCESS -> REMEMBERED;
            case SYSTEM -> OFTEN_REMEMBERED;
            case EVENT -> costOfEvent(plan);
        };
    }

    private double costOfEvent(Plan plan) {
        return switch (plan) {
            case Plan.Fixed _ -> 0;
            case Plan.All all -> sum(all.terms());
            case Plan.Any any -> sum(any.terms());
            case Plan.Either either -> cost(either.left()) + cost(either.right());
            case Plan.Not not -> cost(not.term());
            case Plan.Exists exists -> cost(exists.value());
            case Plan.Test test -> cost(test.value()) + cost(test.condition());
            case Plan.Pair pair -> cost(pair.left()) + cost(pair.right());
        };
    }

    private double sum(List<Plan> terms) {
        double sum = 0;
        for (Plan term : terms) {
            sum += cost(term);
        }
        return sum;
    }

    private static double cost(Value value) {
        return switch (value) {
            case Value.Field field ->
                    switch (field.type()) {
                        case TEXT, BYTES, DYNAMIC -> isPlain(field) ? TEXT : COMPOSED;
                        default -> NUMBER;
                    };
            case Value.Text _, Value.Number _ -> 1;
            case Value.Applied _, Value.Slice _, Value.Calculated _ -> COMPOSED;
        };
    }

    /** Whether a field's text is there as it is. */
    private static boolean isPlain(Value.Field field) {
        return switch (field.definition().name()) {
            case "fd.name", "fd.typechar", "fd.type", "fd.l4proto", "evt.type", "evt.dir" -> true;
            default -> false;
        };
    }

    private static double cost(Condition condition) {
        return switch (condition) {
            case Condition.Fixed _ -> 0;
            case Condition.Whole _, Condition.WholeBetween _, Condition.AmongWhole _ -> 1;
            case Condition.Real _, Condition.RealBetween _ -> 1;
            case Condition.Text _, Condition.TextBetween _, Condition.StartsWith _ -> 2;
            case Condition.EndsWith _ -> 2;
            case Condition.AmongTexts _ -> 4;
            case Condition.Below _, Condition.InNets _, Condition.AddressBetween _ -> 6;
            case Condition.Contains _ -> 15;
            case Condition.Shell _ -> 20;
            case Condition.Regex _ -> 300;
            case Condition.Quantified quantified ->
                    quantified.conditions().stream().mapToDouble(Costs::cost).sum();
            case Condition.Negated negated -> cost(negated.condition());
            case Condition.ByType _ -> 3;
        };
    }

    /** How likely it is that a plan passes, 0 to 1. */
    static double chance(Plan plan) {
        return switch (plan) {
            case Plan.Fixed fixed -> fixed.holds() ? 1 : 0;
            case Plan.All all -> {
                double every = 1;
                for (Plan term : all.terms()) {
                    every *= chance(term);
                }
                yield Math.max(every, 0.01);
            }
            case Plan.Any any -> {
                double none = 1;
                for (Plan term : any.terms()) {
                    none *= 1 - chance(term);
                }
                yield Math.min(1 - none, 0.99);
            }
            case Plan.Either _ -> 0.5;
            case Plan.Not not -> 1 - chance(not.term());
            case Plan.Exists _ -> 0.9;
            case Plan.Test test ->
                    switch (test.holding()) {
                        case ANY, ALL -> chance(test);
                        case NONE, NOT_ALL -> 0.85;
                    };
            case Plan.Pair pair -> pair.holding() == Holding.ANY ? 0.3 : 0.7;
        };
    }

    private static double chance(Plan.Test test) {
        return switch (test.value().type()) {
            case TEXT, BYTES, DYNAMIC -> 0.1;
            case BOOLEAN -> 0.3;
            default ->
                    test.condition() instanceof Condition.Whole whole
                                    && whole.operator() != Operator.EQUAL
                            ? 0.8
                            : 0.3;
        };
    }

    /**
     * The terms of an {@code and} as they are best asked: what is remembered of the process as one,
     * then the rest by what it costs to fail, at last what is remembered for shorter.
     */
    Plan all(List<Plan> terms) {
        List<Plan> arranged = arranged(terms, true);
        return arranged.size() == 1 ? arranged.getFirst() : new Plan.All(arranged);
    }

    private Plan any(List<Plan> terms) {
        List<Plan> arranged = arranged(terms, false);
        return arranged.size() == 1 ? arranged.getFirst() : new Plan.Any(arranged);
    }

    private List<Plan> arranged(List<Plan> terms, boolean all) {
        List<Plan> ofProcess = new ArrayList<>();
        List<Plan> ofSystem = new ArrayList<>();
        List<Plan> ofEvent = new ArrayList<>();
        for (Plan term : terms) {
            switch (slots.lifetime(term)) {
                case PROCESS -> ofProcess.add(term);
                case SYSTEM -> ofSystem.add(term);
                case EVENT -> ofEvent.add(arranged(term));
            }
        }
        addJoined(ofProcess, all, ofEvent);
        addJoined(ofSystem, all, ofEvent);
        ofEvent.sort(
                Comparator.comparingDouble(
                        term -> {
                            double decides = all ? 1 - chance(term) : chance(term);
                            return cost(term) / Math.max(decides, 0.01);
                        }));
        return ofEvent;
    }

    private static void addJoined(List<Plan> terms, boolean all, List<Plan> into) {
        if (terms.size() == 1) {
            into.add(terms.getFirst());
        } else if (!terms.isEmpty()) {
            into.add(all ? new Plan.All(terms) : new Plan.Any(terms));
        }
    }

    private Plan arranged(Plan plan) {
        return switch (plan) {
            case Plan.All all -> all(all.terms());
            case Plan.Any any -> any(any.terms());
            case Plan.Either either ->
                    new Plan.Either(arranged(either.left()), arranged(either.right()));
            case Plan.Not not -> new Plan.Not(arranged(not.term()));
            case Plan.Fixed _, Plan.Exists _, Plan.Test _, Plan.Pair _ -> plan;
        };
    }
}
