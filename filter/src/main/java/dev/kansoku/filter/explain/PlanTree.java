// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.explain;

import dev.kansoku.filter.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** A plan as an indented tree, a check a line. */
final class PlanTree {
    private static final String STEP = "  ";

    private final List<String> lines = new ArrayList<>();

    private PlanTree() {}

    static List<String> lines(Plan plan) {
        PlanTree tree = new PlanTree();
        tree.add(plan, "");
        return tree.lines;
    }

    private void add(Plan plan, String indent) {
        switch (plan) {
            case Plan.All all -> add("all of", all.terms(), indent);
            case Plan.Any any -> add("any of", any.terms(), indent);
            case Plan.Either either ->
                    add("exactly one of", List.of(either.left(), either.right()), indent);
            case Plan.Not not -> add("not", List.of(not.term()), indent);
            case Plan.Fixed _, Plan.Exists _, Plan.Test _, Plan.Pair _ ->
                    lines.add(indent + Phrases.of(plan));
        }
    }

    private void add(String title, List<Plan> terms, String indent) {
        lines.add(indent + title);
        for (Plan term : terms) {
            add(term, indent + STEP);
        }
    }
}
