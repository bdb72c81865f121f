// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.rules.alert.Alert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the alerts that there were with those that a test expects. */
final class Judgement {
    /** How many values are shown of those that there were instead. */
    private static final int SHOWN = 5;

    private final Map<String, List<Alert>> byRule = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();

    private Judgement(List<Alert> alerts) {
        for (Alert alert : alerts) {
            byRule.computeIfAbsent(alert.rule(), _ -> new ArrayList<>()).add(alert);
        }
    }

    /** What is not as expected, in words. */
    static List<String> differences(Trial trial, List<Alert> alerts) {
        Judgement judgement = new Judgement(alerts);
        trial.expected().forEach(judgement::compare);
        if (!trial.othersAllowed()) {
            judgement.lookForOthers(trial);
        }
        return judgement.differences;
    }

    private void compare(Trial.Expected expected) {
        List<Alert> alerts = byRule.getOrDefault(expected.rule(), List.of());
        Integer count = expected.count();
        if (count == null ? alerts.isEmpty() : alerts.size() != count) {
            differences.add(
                    counted(alerts.size())
                            + " of \""
                            + expected.rule()
                            + "\", expected "
                            + (count == null ? "one or more" : count));
        }
        if (alerts.isEmpty()) {
            return;
        }
        expected.fields().forEach((field, value) -> compare(expected.rule(), alerts, field, value));
        String output = expected.output();
        if (output != null && alerts.stream().noneMatch(one -> one.output().contains(output))) {
            differences.add(
                    "no alert of \""
                            + expected.rule()
                            + "\" says \""
                            + output
                            + "\": "
                            + alerts.getFirst().output());
        }
    }

    private void compare(String rule, List<Alert> alerts, String field, String expected) {
        Set<String> seen = new LinkedHashSet<>();
        for (Alert alert : alerts) {
            if (!alert.fields().containsKey(field)) {
                differences.add("the output of \"" + rule + "\" does not name " + field);
                return;
            }
            seen.add(shown(alert.fields().get(field)));
        }
        if (!seen.contains(expected)) {
            differences.add(
                    "\""
                            + rule
                            + "\" has "
                            + field
                            + "="
                            + String.join(", ", seen.stream().limit(SHOWN).toList())
                            + ", expected "
                            + expected);
        }
    }

    private static String shown(Object value) {
        return value == null ? "<NA>" : value.toString();
    }

    private void lookForOthers(Trial trial) {
        for (Trial.Expected expected : trial.expected()) {
            byRule.remove(expected.rule());
        }
        byRule.forEach(
                (rule, alerts) ->
                        differences.add(
                                counted(alerts.size())
                                        + " of \""
                                        + rule
                                        + "\", expected none: "
                                        + alerts.getFirst().output()));
    }

    private static String counted(int alerts) {
        return alerts == 0 ? "no alert" : alerts == 1 ? "1 alert" : alerts + " alerts";
    }
}
