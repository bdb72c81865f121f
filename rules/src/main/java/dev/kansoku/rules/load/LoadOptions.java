// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Priority;
import dev.kansoku.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which rules of the files are used.
 *
 * @param choices what turns rules on and off, in order, after the files have
 * @param minimum rules that matter less are left out
 * @param sources of which events can be had; rules of others are left out with a warning
 */
public record LoadOptions(List<Choice> choices, Priority minimum, Set<String> sources) {
    /** All rules of system calls that the files do not turn off. */
    public static final LoadOptions ALL =
            new LoadOptions(List.of(), Priority.DEBUG, Set.of(Rule.SYSCALL));

    public LoadOptions {
        choices = List.copyOf(choices);
        sources = Set.copyOf(sources);
    }

    /** The same with more choices behind those that there are. */
    public LoadOptions with(List<Choice> more) {
        List<Choice> all = new ArrayList<>(choices);
        all.addAll(more);
        return new LoadOptions(all, minimum, sources);
    }

    public LoadOptions withMinimum(Priority other) {
        return new LoadOptions(choices, other, sources);
    }

    public LoadOptions withSources(Set<String> others) {
        return new LoadOptions(choices, minimum, others);
    }

    /**
     * Whether a rule is used.
     *
     * @param enabled whether the files turn it on
     */
    boolean uses(Rule rule, boolean enabled) {
        boolean on = enabled;
        for (Choice choice : choices) {
            on = choice.fits(rule) ? choice.enable() : on;
        }
        return on && rule.priority().atLeast(minimum);
    }
}
