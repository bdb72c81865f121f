// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import dev.kansoku.filter.plan.TypedPlan;
import java.util.List;

/**
 * Events that have to happen in order, each after the one before, by the events' own times.
 *
 * @param steps at least two
 * @param withinNanos how long all may take from the first to the last
 */
public record Sequence(List<Step> steps, long withinNanos) {
    /** Most steps that a sequence has. */
    public static final int MOST_STEPS = 16;

    /**
     * One of the events.
     *
     * @param name for people, {@code step 1} and so on where the rule has none
     * @param condition of the event
     * @param conditionText as it reads with macros and lists in place
     * @param by what it has in common with the other steps: as many fields as theirs
     */
    public record Step(String name, TypedPlan condition, String conditionText, JoinKey by) {}

    public Sequence {
        steps = List.copyOf(steps);
    }
}
