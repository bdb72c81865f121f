// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import dev.kansoku.filter.plan.TypedPlan;
import java.util.List;

/**
 * A rule that is ready to be matched: macros, lists and exceptions are part of its condition.
 *
 * @param name which no other rule of the set has
 * @param description for people
 * @param condition of the events that it matches
 * @param conditionText as it reads with macros, lists and exceptions in place
 * @param output the format of what an alert says
 * @param priority of its alerts
 * @param source of the events, such as {@code syscall}
 * @param tags which rules are turned on and off by
 * @param where it begins
 * @param behaviour what it does beyond telling of each event that it matches
 */
public record Rule(
        String name,
        String description,
        TypedPlan condition,
        String conditionText,
        String output,
        Priority priority,
        String source,
        List<String> tags,
        Place where,
        Behaviour behaviour) {
    /** The source of the events of system calls. */
    public static final String SYSCALL = "syscall";

    public Rule {
        tags = List.copyOf(tags);
    }

    /** A rule that tells of each event that it matches. */
    public Rule(
            String name,
            String description,
            TypedPlan condition,
            String conditionText,
            String output,
            Priority priority,
            String source,
            List<String> tags,
            Place where) {
        this(
                name,
                description,
                condition,
                conditionText,
                output,
                priority,
                source,
                tags,
                where,
                Behaviour.NONE);
    }
}
