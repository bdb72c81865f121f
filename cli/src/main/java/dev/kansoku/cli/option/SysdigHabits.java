// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What sysdig's users type together, as it is meant: flags that ask for a list win over everything
 * beside them, and a replay passes over what only a live capture could do, or does it by its
 * filter.
 */
final class SysdigHabits {
    private static final String READ = "read";
    private static final String SNAPLEN = "snaplen";
    private static final String LEAVES_OUT = "not-comm";

    /** Verbs that have a filter behind them. */
    private static final List<String> BEFORE_FILTER = List.of("detect", "metrics");

    private SysdigHabits() {}

    /**
     * The arguments as they are meant.
     *
     * @param list the verb of a flag that asks for a list, or null
     */
    static Arguments settle(
            Map<String, List<String>> values,
            List<String> words,
            @Nullable List<String> command,
            List<String> notes,
            @Nullable String list) {
        if (list != null) {
            return listing(values, words, notes, list);
        }
        if (!values.containsKey(READ)) {
            return new Arguments(values, List.copyOf(words), command, List.copyOf(notes));
        }
        Map<String, List<String>> kept = new LinkedHashMap<>(values);
        List<String> told = new ArrayList<>(notes);
        if (kept.remove(SNAPLEN) != null) {
            told.add("-s: a capture has as much of each buffer as was recorded");
        }
        List<String> leftOut = kept.remove(LEAVES_OUT);
        return new Arguments(
                kept,
                leftOut == null ? List.copyOf(words) : without(leftOut, words),
                command,
                List.copyOf(told));
    }

    /** A list is asked for; a single word says of what, where nothing else is typed. */
    private static Arguments listing(
            Map<String, List<String>> values, List<String> words, List<String> notes, String verb) {
        List<String> json = values.get("json");
        boolean alone = values.size() == (json == null ? 0 : 1) && words.size() == 1;
        return new Arguments(
                json == null ? Map.of() : Map.of("json", json),
                alone ? List.of(verb, words.getFirst()) : List.of(verb),
                null,
                List.copyOf(notes));
    }

    /** Words with a filter among them that leaves out processes by their names. */
    private static List<String> without(List<String> names, List<String> words) {
        boolean verb = !words.isEmpty() && BEFORE_FILTER.contains(words.getFirst());
        List<String> changed = new ArrayList<>(verb ? words.subList(0, 1) : List.of());
        List<String> filter = words.subList(changed.size(), words.size());
        if (!filter.isEmpty()) {
            changed.add("(" + String.join(" ", filter) + ") and");
        }
        changed.add("not (" + String.join(" or ", names.stream().map(SysdigHabits::is).toList()));
        changed.set(changed.size() - 1, changed.getLast() + ")");
        return changed;
    }

    /** A check that both dialects read the same. */
    private static String is(String name) {
        return "proc.name == \"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
