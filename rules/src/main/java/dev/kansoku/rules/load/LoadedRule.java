// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Rule;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule that could be made ready, whether it is used or not.
 *
 * @param enabled whether it is among those that are matched
 * @param macros the names of the macros in its condition
 * @param lists the names of the lists in its condition
 */
public record LoadedRule(Rule rule, boolean enabled, Set<String> macros, Set<String> lists) {
    public LoadedRule {
        macros = Collections.unmodifiableSortedSet(new TreeSet<>(macros));
        lists = Collections.unmodifiableSortedSet(new TreeSet<>(lists));
    }
}
