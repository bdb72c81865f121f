// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * How a plan of many checks is spread over methods: the JIT compiler leaves methods of more than
 * 8,000 bytes to the bytecode interpreter, and a check takes some 40.
 */
final class Parts {
    /** How many checks one method has at most. */
    private static final int MOST_CHECKS = 120;

    private Parts() {}

    /** How many checks a plan has. */
    static int checks(Plan plan) {
        return switch (plan) {
            case Plan.All all -> all.terms().stream().mapToInt(Parts::checks).sum();
            case Plan.Any any -> any.terms().stream().mapToInt(Parts::checks).sum();
            case Plan.Either either -> checks(either.left()) + checks(either.right());
            case Plan.Not not -> checks(not.term());
            case Plan.Fixed _, Plan.Exists _, Plan.Test _, Plan.Pair _ -> 1;
        };
    }

    /** Whether a plan is too large for one method. */
    static boolean isLarge(Plan plan) {
        return checks(plan) > MOST_CHECKS;
    }

    /** The terms of a large {@code and}, several small neighbours as one. */
    static List<Plan> of(Plan.All all) {
        List<Plan> parts = new ArrayList<>();
        for (List<Plan> group : groups(all.terms())) {
            parts.add(group.size() == 1 ? group.getFirst() : new Plan.All(group));
        }
        return parts;
    }

    /** The terms of a large {@code or}, several small neighbours as one. */
    static List<Plan> of(Plan.Any any) {
        List<Plan> parts = new ArrayList<>();
        for (List<Plan> group : groups(any.terms())) {
            parts.add(group.size() == 1 ? group.getFirst() : new Plan.Any(group));
        }
        return parts;
    }

    private static List<List<Plan>> groups(List<Plan> terms) {
        List<List<Plan>> groups = new ArrayList<>();
        List<Plan> group = new ArrayList<>();
        int checks = 0;
        for (Plan term : terms) {
            int more = checks(term);
            if (!group.isEmpty() && checks + more > MOST_CHECKS) {
                groups.add(group);
                group = new ArrayList<>();
                checks = 0;
            }
            group.add(term);
            checks += more;
        }
        groups.add(group);
        return groups;
    }
}
