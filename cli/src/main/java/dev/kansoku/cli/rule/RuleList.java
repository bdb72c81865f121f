// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.rule;

import dev.kansoku.cli.console.Columns;
import dev.kansoku.cli.console.JsonObject;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.load.LoadedRule;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What {@code kansoku rules list} prints. */
final class RuleList {
    /** How many event types are named in a row. */
    private static final int NAMED = 5;

    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());

    private RuleList() {}

    /**
     * All rules, a line each.
     *
     * @param json whether as one JSON object a line
     */
    static String of(List<LoadedRule> rules, boolean json) {
        if (json) {
            StringBuilder lines = new StringBuilder();
            rules.forEach(rule -> lines.append(json(rule)).append('\n'));
            return lines.toString();
        }
        Columns columns = new Columns("");
        for (LoadedRule loaded : rules) {
            Rule rule = loaded.rule();
            columns.add(
                    Printable.line(rule.name()),
                    rule.priority().text(),
                    Printable.line(rule.source()),
                    loaded.enabled() ? "on" : "off",
                    types(rule),
                    Printable.line(String.join(",", rule.tags())));
        }
        return columns.toString();
    }

    /** What is told of a rule in short. */
    static JsonObject json(LoadedRule loaded) {
        Rule rule = loaded.rule();
        List<String> types = typeNames(rule);
        return new JsonObject()
                .put("name", rule.name())
                .put("priority", rule.priority().text())
                .put("source", rule.source())
                .put("enabled", loaded.enabled())
                .putTexts("tags", rule.tags())
                .putTexts("event_types", types == null ? List.of("all") : types)
                .put("where", rule.where().toString());
    }

    private static String types(Rule rule) {
        List<String> names = typeNames(rule);
        if (names == null) {
            return "all types";
        }
        String shown = String.join(",", names.subList(0, Math.min(NAMED, names.size())));
        int left = names.size() - NAMED;
        return names.isEmpty() ? "no type" : left > 0 ? shown + " +" + left : shown;
    }

    /**
     * The names of the event types that a rule can match, with those of system calls that have no
     * type of their own, or null for all that there are.
     */
    static @Nullable List<String> typeNames(Rule rule) {
        TreeSet<String> names = new TreeSet<>();
        boolean all = true;
        for (EventType type : EventTable.all()) {
            if (type.has(EventFlag.UNUSED)) {
                continue;
            }
            if (!rule.condition().eventTypes().get(type.code())) {
                all = false;
            } else if (!type.isGeneric()) {
                names.add(type.name());
            }
        }
        for (String call : rule.condition().comparedWith("evt.type")) {
            if (rule.condition().canMatchCall(call, FIELDS)) {
                names.add(call);
            }
        }
        return all ? null : List.copyOf(names);
    }
}
