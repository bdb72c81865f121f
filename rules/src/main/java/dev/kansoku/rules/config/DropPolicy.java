// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is done when events are lost.
 *
 * @param actions what; empty for nothing at all
 * @param threshold the part of a second's events that may be lost without any of it, 0 to 1
 * @param rate how many times a second it is done at most, in the long run
 * @param burst how many times it may be done at once
 * @param simulated whether it acts as if one event were lost each second
 */
public record DropPolicy(
        Set<Action> actions, double threshold, double rate, int burst, boolean simulated) {
    /** What can be done. */
    public enum Action {
        /** Nothing; it cannot stand beside others. */
        IGNORE,
        /** A note for whoever runs the command. */
        LOG,
        /** An alert, which goes where alerts go. */
        ALERT,
        /** A note, and the end of the command, with an exit code that is not zero. */
        EXIT
    }

    public DropPolicy {
        actions = Set.copyOf(actions);
    }

    /**
     * The policy that a configuration has.
     *
     * @throws ConfigException where the actions contradict each other
     */
    public static DropPolicy of(Config config) throws ConfigException {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (String word : config.words("drops.actions")) {
            actions.add(Action.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        if (actions.contains(Action.IGNORE) && actions.size() > 1) {
            List<String> others = new ArrayList<>(config.words("drops.actions"));
            others.removeIf(word -> word.equalsIgnoreCase("ignore"));
            throw new ConfigException(
                    List.of(
                            config.problem(
                                    "drops.actions",
                                    "drops.actions: \""
                                            + others.getFirst()
                                            + "\" makes no sense beside \"ignore\"")));
        }
        return new DropPolicy(
                actions,
                config.number("drops.threshold"),
                config.number("drops.rate"),
                (int) config.integer("drops.burst"),
                config.flag("drops.simulate"));
    }
}
