// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.rule;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.request.RulesVerb;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadResult;
import dev.kansoku.rules.load.LoadedList;
import dev.kansoku.rules.load.LoadedMacro;
import dev.kansoku.rules.load.LoadedRule;
import dev.kansoku.rules.load.ProblemJson;
import dev.kansoku.rules.load.ProblemText;
import dev.kansoku.rules.load.RuleLoader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Answers what {@code kansoku rules} asks. */
public final class RulesDesk {
    /** The status where rule files have errors. */
    private static final int WRONG = 1;

    private RulesDesk() {}

    public static int run(RulesVerb verb, PrintStream notes)
            throws UsageException, OutputException {
        EngineFields fields = new EngineFields(FieldOptions.text());
        LoadResult result = new RuleLoader(fields, LoadOptions.ALL).load(verb.files());
        switch (verb.what()) {
            case CHECK ->
                    Output.print(verb.json() ? ProblemJson.of(result) + "\n" : checked(result));
            case LIST -> {
                notes.print(ProblemText.of(result.errors()));
                Output.print(RuleList.of(result.all(), verb.json()));
            }
            case DESCRIBE -> {
                notes.print(ProblemText.of(result.errors()));
                StringBuilder text = new StringBuilder();
                for (String name : verb.names()) {
                    text.append(text.isEmpty() || verb.json() ? "" : "\n")
                            .append(described(name, result, verb.json()));
                }
                Output.print(text.toString());
            }
        }
        return result.ok() ? ExitStatus.SUCCESS : WRONG;
    }

    private static String checked(LoadResult result) {
        StringBuilder text = new StringBuilder(ProblemText.of(result.problems()));
        for (String file : result.files()) {
            long errors = result.errors().stream().filter(one -> one.file().equals(file)).count();
            long warnings =
                    result.warnings().stream().filter(one -> one.file().equals(file)).count();
            text.append(Printable.line(file))
                    .append(": ")
                    .append(errors == 0 ? "ok" : counted(errors, "error"))
                    .append(warnings == 0 ? "" : ", " + counted(warnings, "warning"))
                    .append('\n');
        }
        return text.append(counted(result.all().size(), "rule"))
                .append(", ")
                .append(result.rules().size())
                .append(" of them turned on; ")
                .append(counted(result.macros().size(), "macro"))
                .append(", ")
                .append(counted(result.lists().size(), "list"))
                .append('\n')
                .toString();
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String described(String name, LoadResult result, boolean json)
            throws UsageException {
        LoadedRule rule = result.rule(name);
        if (rule != null) {
            return json ? RuleDescription.json(rule) + "\n" : RuleDescription.of(rule);
        }
        for (LoadedMacro macro : result.macros()) {
            if (macro.name().equals(name)) {
                return json ? RuleDescription.json(macro) + "\n" : RuleDescription.of(macro);
            }
        }
        for (LoadedList list : result.lists()) {
            if (list.name().equals(name)) {
                return json ? RuleDescription.json(list) + "\n" : RuleDescription.of(list);
            }
        }
        List<String> known = new ArrayList<>();
        result.all().forEach(one -> known.add(one.rule().name()));
        result.macros().forEach(one -> known.add(one.name()));
        result.lists().forEach(one -> known.add(one.name()));
        String nearest = Nearest.to(name, known);
        throw new UsageException(
                "no rule, macro or list \""
                        + name
                        + "\""
                        + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
    }
}
