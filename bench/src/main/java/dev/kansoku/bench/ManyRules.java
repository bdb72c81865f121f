// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadResult;
import dev.kansoku.rules.load.LoadedRule;
import dev.kansoku.rules.load.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a rule file of any size out of other rule files: all their rules, those that are turned
 * off too, then the same again with other paths and names of programs in their conditions.
 */
public final class ManyRules {
    private static final String PATHS =
            "(?<![\\w.\"'])/(etc|root|usr|bin|sbin|var|dev|proc|boot|lib|home|tmp)(?=[/), ]|$)";
    private static final String NAMES =
            "\\b(proc\\.(?:name|pname|exe|exepath|cmdline|args|aname\\[\\d\\])\\s*(?:=|!=|contains"
                    + "|startswith|endswith|icontains|in\\s*\\()\\s*)([a-zA-Z][\\w.-]*)(?=[\\s,)])";

    private ManyRules() {}

    /**
     * @param arguments how many rules, 0 for as many as there are; the file to write; the rule
     *     files
     */
    public static void main(String[] arguments) throws IOException {
        List<Path> files = Arrays.stream(arguments).skip(2).map(Path::of).toList();
        LoadResult result =
                new RuleLoader(new EngineFields(FieldOptions.text()), LoadOptions.ALL).load(files);
        List<Rule> rules = result.all().stream().map(LoadedRule::rule).toList();
        int count = Math.max(Integer.parseInt(arguments[0]), rules.size());
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int round = i / rules.size();
            Rule rule = rules.get(i % rules.size());
            lines.add("- rule: " + quoted(rule.name() + (round == 0 ? "" : " " + round)));
            lines.add("  desc: again");
            lines.add("  condition: " + quoted(changed(rule.conditionText(), round)));
            lines.add("  output: " + quoted(rule.output()));
            lines.add("  priority: " + rule.priority().text());
        }
        Files.write(Path.of(arguments[1]), lines);
    }

    private static String changed(String condition, int round) {
        return round == 0
                ? condition
                : condition.replaceAll(PATHS, "/$1" + round).replaceAll(NAMES, "$1$2x" + round);
    }

    private static String quoted(String text) {
        return "'" + text.replaceAll("\\s+", " ").replace("'", "''") + "'";
    }
}
