// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.plan.Plan;
import java.util.List;

/** A part of asking many plans at once. */
sealed interface Step {
    /** How many checks there are. */
    int checks();

    /** What all of some plans ask: where it fails, none of them is looked at. */
    record Guard(Plan plan, List<Step> then) implements Step {
        public Guard {
            then = List.copyOf(then);
        }

        @Override
        public int checks() {
            return Parts.checks(plan) + sum(then);
        }
    }

    /**
     * The end of one plan.
     *
     * @param index of the plan
     * @param rest what the guards before have not asked
     */
    record Leaf(int index, Plan rest) implements Step {
        @Override
        public int checks() {
            return Parts.checks(rest);
        }
    }

    /** How many checks steps have together. */
    static int sum(List<Step> steps) {
        return steps.stream().mapToInt(Step::checks).sum();
    }
}
