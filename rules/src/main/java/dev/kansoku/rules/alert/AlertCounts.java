// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import dev.kansoku.rules.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many alerts there were, by priority and by rule. Belongs to one thread. */
public final class AlertCounts {
    private final Map<Priority, Long> byPriority = new EnumMap<>(Priority.class);
    private final Map<String, Long> byRule = new TreeMap<>();
    private long all;

    public void count(Alert alert) {
        all++;
        byPriority.merge(alert.priority(), 1L, Long::sum);
        byRule.merge(alert.rule(), 1L, Long::sum);
    }

    public long all() {
        return all;
    }

    /** Of a rule. */
    public long of(String rule) {
        return byRule.getOrDefault(rule, 0L);
    }

    /** What they come to, in the words that Falco ends with: urgent ones first, then often ones. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Events detected: " + all);
        lines.add("Rule counts by severity:");
        byPriority.forEach(
                (priority, count) ->
                        lines.add("   " + priority.text().toUpperCase(Locale.ROOT) + ": " + count));
        lines.add("Triggered rules by rule name:");
        byRule.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .forEach(rule -> lines.add("   " + rule.getKey() + ": " + rule.getValue()));
        return lines;
    }
}
