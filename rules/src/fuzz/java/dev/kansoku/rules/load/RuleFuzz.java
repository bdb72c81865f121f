// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.MatchValues;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.alert.AlertJson;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.alert.AlertText;
import dev.kansoku.rules.alert.AlertTime;
import dev.kansoku.rules.alert.Secrets;
import dev.kansoku.rules.correlate.CorrelationOptions;
import dev.kansoku.rules.correlate.Correlator;
import dev.kansoku.rules.detect.Rehearsal;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.Matching;
import dev.kansoku.rules.trial.TrialException;
import dev.kansoku.rules.trial.TrialReader;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Files of rules and of their tests, made up by a fuzzer that sees which code it reaches. Whatever
 * they are, they are read, or refused with a place within them; and what was read can be matched
 * and told of.
 */
class RuleFuzz {
    private static final EngineFields FIELDS =
            new EngineFields(FieldOptions.text().withNames(false));
    private static final EngineFields TYPED =
            new EngineFields(FieldOptions.json().withNames(false));
    private static final AlertTime TIME = new AlertTime(ZoneOffset.UTC, true);

    /** All of the others on one text: what {@code ./verify} runs for a moment. */
    @FuzzTest(maxDuration = "15s")
    void everything(@NotNull @WithUtf8Length(max = 4000) String text) throws FilterException {
        file(text);
        condition(text);
        tests(text);
    }

    @FuzzTest(maxDuration = "1h")
    void file(@NotNull @WithUtf8Length(max = 4000) String text) throws FilterException {
        load(text);
    }

    /** A condition, and what stands behind it: a fuzzer is long in finding all of a rule. */
    @FuzzTest(maxDuration = "1h")
    void condition(@NotNull @WithUtf8Length(max = 1000) String text) throws FilterException {
        load(
                """
                - list: l
                  items: [a, "b c"]
                - macro: m
                  condition: proc.name in (l)
                - rule: R
                  desc: d
                  priority: info
                  output: "%evt.type"
                  condition:\
                """
                        + " "
                        + text);
    }

    @FuzzTest(maxDuration = "1h")
    void tests(@NotNull @WithUtf8Length(max = 4000) String text) {
        try {
            TrialReader.read("made.test.yaml", text, Path.of("."));
        } catch (TrialException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionError("refused without a reason", e);
            }
        }
    }

    private static void load(String text) throws FilterException {
        LoadResult result =
                new RuleLoader(FIELDS, LoadOptions.ALL)
                        .loadTexts(List.of(new RuleText("made.yaml", text)));
        for (Problem problem : result.problems()) {
            int line = problem.where().line();
            if (line < 1 || line > text.split("\\R", -1).length + 10) {
                throw new AssertionError("no such line: " + problem);
            }
            if (problem.where().column() < 1 || ProblemText.of(problem).isEmpty()) {
                throw new AssertionError("no such place: " + problem);
            }
        }
        if (ProblemJson.of(result).isEmpty()) {
            throw new AssertionError("no results");
        }
        use(result.rules());
    }

    private static void use(List<Rule> rules) throws FilterException {
        MatchValues values = new MatchValues();
        Correlator correlator = new Correlator(FIELDS, values, CorrelationOptions.USUAL, _ -> {});
        AlertMaker maker =
                new AlertMaker(
                        new MatchFields(FIELDS, values),
                        new MatchFields(TYPED, values),
                        Secrets.USUAL,
                        "here",
                        correlator);
        List<Rule> matched = correlator.prepare(rules);
        maker.prepare(rules);
        Rehearsal.play(
                new FusedMatcher(matched, FIELDS, Matching.ALL),
                rules,
                maker,
                List.of(new AlertText(TIME), new AlertJson(TIME, true, true)));
    }
}
