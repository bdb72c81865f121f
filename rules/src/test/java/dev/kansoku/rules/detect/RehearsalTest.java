// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertForm;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.alert.Secrets;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.RuleLoader;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.Matching;
import dev.kansoku.rules.starter.StarterRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rehearsal changes of a run, {@link DetectionGoldenTest} shows: nothing. */
class RehearsalTest {
    private static final EngineFields FIELDS =
            new EngineFields(FieldOptions.text().withNames(false));

    private final List<Rule> rules =
            new RuleLoader(FIELDS, LoadOptions.ALL)
                    .load(List.of(Path.of(StarterRules.NAME)))
                    .rules();

    @Test
    void eachRuleIsWrittenInEachFormAndNobodyIsTold() throws Exception {
        List<Alert> told = new ArrayList<>();
        AlertMaker maker = new AlertMaker(FIELDS, FIELDS, Secrets.USUAL, "here", told::add);
        maker.prepare(rules);
        List<Alert> one = new ArrayList<>();
        List<Alert> other = new ArrayList<>();
        List<AlertForm> forms =
                List.of((alert, _) -> one.add(alert), (alert, _) -> other.add(alert));

        Rehearsal.play(new FusedMatcher(rules, FIELDS, Matching.ALL), rules, maker, forms);

        assertThat(one).hasSameSizeAs(rules).isEqualTo(other);
        assertThat(one).extracting(Alert::rule).isEqualTo(rules.stream().map(Rule::name).toList());
        assertThat(told).isEmpty();
    }

    @Test
    void secretsAreLookedForToo() throws Exception {
        AlertMaker maker = new AlertMaker(FIELDS, FIELDS, Secrets.USUAL, "here", _ -> {});
        maker.prepare(rules);
        List<Alert> made = new ArrayList<>();

        Rehearsal.play(null, rules, maker, List.of((alert, _) -> made.add(alert)));

        assertThat(made).anyMatch(alert -> alert.output().contains("--password=***"));
    }
}
