// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.Set;
import java.util.stream.Collectors;

/** The calls whose events a flood of others must not lose, read from {@code urgent.tsv}. */
public final class UrgentCalls {
    private static final Set<String> NAMES =
            Tables.read("urgent.tsv", 2).stream()
                    .map(cells -> cells[1])
                    .collect(Collectors.toUnmodifiableSet());

    private UrgentCalls() {}

    /** Whether a call is one of them, by its name. */
    public static boolean has(String call) {
        return NAMES.contains(call);
    }

    /** The names of all. */
    public static Set<String> names() {
        return NAMES;
    }
}
