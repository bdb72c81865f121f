// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Place;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A macro that could be understood.
 *
 * @param written its condition as it was written
 * @param expanded its condition with lists and other macros in place
 * @param macros the names of the macros in it
 * @param lists the names of the lists in it
 */
public record LoadedMacro(
        String name,
        Place where,
        String written,
        String expanded,
        Set<String> macros,
        Set<String> lists) {
    public LoadedMacro {
        macros = Collections.unmodifiableSortedSet(new TreeSet<>(macros));
        lists = Collections.unmodifiableSortedSet(new TreeSet<>(lists));
    }
}
