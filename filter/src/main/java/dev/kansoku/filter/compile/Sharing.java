// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is asked in more than one place. */
final class Sharing {
    private final Set<Plan> plans = new HashSet<>();
    private final Set<Plan> sharedPlans = new HashSet<>();
    private final Set<Value> values = new HashSet<>();
    private final Set<Value> sharedValues = new HashSet<>();

    private Sharing() {}

    static Sharing of(List<Step> steps) {
        Sharing sharing = new Sharing();
        sharing.add(steps);
        return sharing;
    }

    private void add(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.Guard guard -> {
                    add(guard.plan());
                    add(guard.then());
                }
                case Step.Leaf leaf -> add(leaf.rest());
            }
        }
    }

    private void add(Plan plan) {
        if (plan instanceof Plan.Not not) {
            add(not.term());
            return;
        }
        if (plan instanceof Plan.Fixed) {
            return;
        }
        if (!plans.add(plan)) {
            sharedPlans.add(plan);
            return;
        }
        switch (plan) {
            case Plan.All all -> all.terms().forEach(this::add);
            case Plan.Any any -> any.terms().forEach(this::add);
            case Plan.Either either -> {
                add(either.left());
                add(either.right());
            }
            case Plan.Exists exists -> add(exists.value());
            case Plan.Test test -> add(test.value());
            case Plan.Pair pair -> {
                add(pair.left());
                add(pair.right());
            }
            case Plan.Not _, Plan.Fixed _ -> throw new IllegalStateException("handled above");
        }
    }

    private void add(Value value) {
        if (!values.add(value)) {
            sharedValues.add(value);
        }
    }

    /** Whether a plan that is neither fixed nor the contrary of another is asked more than once. */
    boolean isShared(Plan plan) {
        return sharedPlans.contains(plan);
    }

    boolean isShared(Value value) {
        return sharedValues.contains(value);
    }
}
