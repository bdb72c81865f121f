// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.rule;

import dev.kansoku.cli.console.Columns;
import dev.kansoku.cli.console.JsonObject;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.filter.explain.Explanation;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.load.LoadedList;
import dev.kansoku.rules.load.LoadedMacro;
import dev.kansoku.rules.load.LoadedRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code kansoku rules describe} prints. */
final class RuleDescription {
    private static final int WIDTH = 110;
    private static final Pattern SHOWN = Pattern.compile("%[0-9]*([a-z]+[a-z0-9_.]*[a-z0-9_])");

    private RuleDescription() {}

    static String of(LoadedRule loaded) {
        Rule rule = loaded.rule();
        List<String> types = RuleList.typeNames(rule);
        Columns columns = new Columns("    ");
        rows(columns, "description", wrapped(rule.description()));
        columns.add("priority", rule.priority().text());
        columns.add("source", Printable.line(rule.source()));
        columns.add("turned", loaded.enabled() ? "on" : "off");
        columns.add("tags", listed(rule.tags()));
        columns.add("defined", Printable.line(rule.where().toString()));
        rows(columns, "output", wrapped(rule.output()));
        rows(columns, "shows", wrapped(listed(shown(rule.output()))));
        rows(columns, "asks", Explanation.tree(rule.condition().whole()));
        rows(columns, "of events", types == null ? List.of("all") : wrapped(listed(types)));
        rows(columns, "fields", wrapped(listed(fields(rule))));
        rows(columns, "macros", wrapped(listed(loaded.macros())));
        rows(columns, "lists", wrapped(listed(loaded.lists())));
        return Printable.line(rule.name()) + "\n" + columns;
    }

    static JsonObject json(LoadedRule loaded) {
        Rule rule = loaded.rule();
        return RuleList.json(loaded)
                .put("description", rule.description())
                .put("condition", rule.conditionText())
                .put("output", rule.output())
                .putTexts("output_fields", shown(rule.output()))
                .putTexts("fields", fields(rule))
                .putTexts("macros", loaded.macros())
                .putTexts("lists", loaded.lists());
    }

    static String of(LoadedMacro macro) {
        Columns columns = new Columns("    ");
        columns.add("is", "a macro");
        columns.add("defined", Printable.line(macro.where().toString()));
        rows(columns, "condition", wrapped(macro.written()));
        rows(columns, "expanded", wrapped(macro.expanded()));
        rows(columns, "macros", wrapped(listed(macro.macros())));
        rows(columns, "lists", wrapped(listed(macro.lists())));
        return Printable.line(macro.name()) + "\n" + columns;
    }

    static JsonObject json(LoadedMacro macro) {
        return new JsonObject()
                .put("macro", macro.name())
                .put("where", macro.where().toString())
                .put("written", macro.written())
                .put("condition", macro.expanded())
                .putTexts("macros", macro.macros())
                .putTexts("lists", macro.lists());
    }

    static String of(LoadedList list) {
        Columns columns = new Columns("    ");
        columns.add("is", "a list");
        columns.add("defined", Printable.line(list.where().toString()));
        rows(columns, "values", wrapped(listed(list.values())));
        return Printable.line(list.name()) + "\n" + columns;
    }

    static JsonObject json(LoadedList list) {
        return new JsonObject()
                .put("list", list.name())
                .put("where", list.where().toString())
                .putTexts("values", list.values());
    }

    private static Set<String> fields(Rule rule) {
        Set<String> names = new TreeSet<>();
        for (FieldDefinition field : rule.condition().fields()) {
            names.add(field.name());
        }
        return names;
    }

    /** The names behind the percent signs of an output. */
    private static Set<String> shown(String output) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = SHOWN.matcher(output);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static String listed(Collection<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    private static void rows(Columns columns, String title, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            columns.add(i == 0 ? title : "", Printable.line(lines.get(i)));
        }
    }

    /** Broken into lines at blanks. */
    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
