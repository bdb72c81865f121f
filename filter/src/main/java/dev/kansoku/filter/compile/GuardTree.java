// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.field.Lifetime;
import dev.kansoku.filter.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Arranges many plans so that one check dismisses many of them: what several plans ask with {@code
 * and} becomes a guard in front of them, and in front of some plans stands what must hold of the
 * process for any of them, which is remembered and costs a bit.
 */
final class GuardTree {
    /** How many plans a guard of what is remembered stands in front of. */
    private static final int BUNCH = 6;

    private final Slots slots;
    private final Costs costs;

    private record Open(int index, Set<Plan> terms) {}

    private GuardTree(Slots slots) {
        this.slots = slots;
        this.costs = new Costs(slots);
    }

    static List<Step> of(List<Plan> plans, Slots slots) {
        GuardTree tree = new GuardTree(slots);
        List<Open> open = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            Set<Plan> terms =
                    new LinkedHashSet<>(
                            plans.get(i) instanceof Plan.All all
                                    ? all.terms()
                                    : List.of(plans.get(i)));
            open.add(new Open(i, terms));
        }
        return tree.steps(open);
    }

    private List<Step> steps(List<Open> plans) {
        List<Step> steps = new ArrayList<>();
        List<Open> left = plans;
        for (Plan guard = guard(left); guard != null; guard = guard(left)) {
            List<Open> with = new ArrayList<>();
            List<Open> without = new ArrayList<>();
            for (Open plan : left) {
                if (plan.terms().contains(guard)) {
                    Set<Plan> terms = new LinkedHashSet<>(plan.terms());
                    terms.remove(guard);
                    with.add(new Open(plan.index(), terms));
                } else {
                    without.add(plan);
                }
            }
            steps.add(new Step.Guard(guard, steps(with)));
            left = without;
        }
        for (Open plan : left) {
            Plan rest =
                    plan.terms().isEmpty()
                            ? new Plan.Fixed(true)
                            : costs.all(List.copyOf(plan.terms()));
            steps.add(new Step.Leaf(plan.index(), rest));
        }
        return bunches(steps);
    }

    /** The term of two plans or more that dismisses most for least; null where there is none. */
    private @Nullable Plan guard(List<Open> plans) {
        Map<Plan, Integer> counts = new HashMap<>();
        for (Open plan : plans) {
            for (Plan term : plan.terms()) {
                counts.merge(term, 1, Integer::sum);
            }
        }
        Plan best = null;
        double most = 0;
        for (Open plan : plans) {
            for (Plan term : plan.terms()) {
                int count = counts.getOrDefault(term, 0);
                if (count > 1) {
                    double worth = count * (1 - Costs.chance(term)) / (2 + costs.cost(term));
                    if (worth > most) {
                        most = worth;
                        best = term;
                    }
                }
            }
        }
        return best;
    }

    /** Puts in front of every few steps what must hold of the process for any of them. */
    private List<Step> bunches(List<Step> steps) {
        List<Step> bunches = new ArrayList<>();
        List<Step> bunch = new ArrayList<>();
        List<Plan> needs = new ArrayList<>();
        for (Step step : steps) {
            Plan need = need(step);
            if (need == null) {
                bunches.add(step);
                continue;
            }
            bunch.add(step);
            needs.add(need);
            if (bunch.size() == BUNCH) {
                bunches.add(guarded(bunch, needs));
                bunch = new ArrayList<>();
                needs = new ArrayList<>();
            }
        }
        if (!bunch.isEmpty()) {
            bunches.add(guarded(bunch, needs));
        }
        return bunches.size() > BUNCH && bunches.size() < steps.size() ? bunches(bunches) : bunches;
    }

    private Step guarded(List<Step> bunch, List<Plan> needs) {
        return bunch.size() == 1 && bunch.getFirst() instanceof Step.Leaf
                ? bunch.getFirst()
                : new Step.Guard(any(needs), bunch);
    }

    private static Plan any(List<Plan> needs) {
        Set<Plan> terms = new LinkedHashSet<>();
        for (Plan need : needs) {
            if (need instanceof Plan.Any any) {
                terms.addAll(any.terms());
            } else {
                terms.add(need);
            }
        }
        return terms.size() == 1 ? terms.iterator().next() : new Plan.Any(List.copyOf(terms));
    }

    /** What must hold of the process for any plan of a step; null where nothing must. */
    private @Nullable Plan need(Step step) {
        return switch (step) {
            case Step.Leaf leaf -> needOf(leaf.rest());
            case Step.Guard guard -> {
                Plan own = needOf(guard.plan());
                if (own != null) {
                    yield own;
                }
                List<Plan> needs = new ArrayList<>();
                for (Step then : guard.then()) {
                    Plan need = need(then);
                    if (need == null) {
                        yield null;
                    }
                    needs.add(need);
                }
                yield any(needs);
            }
        };
    }

    private @Nullable Plan needOf(Plan plan) {
        if (slots.lifetime(plan) == Lifetime.PROCESS) {
            return plan instanceof Plan.Fixed ? null : plan;
        }
        if (plan instanceof Plan.All all) {
            for (Plan term : all.terms()) {
                if (slots.lifetime(term) == Lifetime.PROCESS) {
                    return term;
                }
            }
        }
        return null;
    }
}
