// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.JoinKey;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.RuleCapture;
import dev.kansoku.rules.Sequence;
import dev.kansoku.rules.Suppression;
import dev.kansoku.rules.Threshold;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BehaviourReaderTest {
    private static final long SECOND = 1_000_000_000L;

    private static LoadResult load(String text) {
        return new RuleLoader(new EngineFields(FieldOptions.text()), LoadOptions.ALL)
                .loadTexts(List.of(new RuleText("rules.yaml", text)));
    }

    private static Rule only(String text) {
        LoadResult result = load(text);
        assertThat(result.problems()).isEmpty();
        return result.rules().getLast();
    }

    /** A rule with some keys of its own. */
    private static String rule(String keys) {
        return """
        - rule: R
          desc: of the test
          condition: evt.type=open
          output: opened %fd.name
          priority: NOTICE
        """
                + keys.indent(2);
    }

    private static String sequence(String keys) {
        return """
        - rule: R
          desc: of the test
          output: "%seq1.proc.name then %proc.name"
          priority: NOTICE
          sequence:
        """
                + keys.indent(4);
    }

    @Test
    void aRuleWithoutSuchKeysDoesNothingElse() {
        assertThat(only(rule("")).behaviour()).isSameAs(Behaviour.NONE);
    }

    @Test
    void readsStepsAsConditionsMacrosAndRules() {
        Rule rule =
                only(
                        """
                        - macro: removal
                          condition: evt.type=unlink
                        - rule: Opens shadow
                          desc: of the test
                          condition: evt.type=open and fd.name=/etc/shadow
                          output: opened
                          priority: NOTICE
                        """
                                + sequence(
                                        """
                                        within: 30s
                                        steps:
                                          - Opens shadow
                                          - removal
                                          - {name: leaves, condition: evt.type=close}
                                        """));

        Sequence sequence = Objects.requireNonNull(rule.behaviour().sequence());
        assertThat(sequence.withinNanos()).isEqualTo(30 * SECOND);
        assertThat(sequence.steps())
                .extracting(Sequence.Step::name)
                .containsExactly("step 1", "step 2", "leaves");
        assertThat(sequence.steps())
                .extracting(Sequence.Step::conditionText)
                .containsExactly(
                        "evt.type = open and fd.name = /etc/shadow",
                        "evt.type = unlink",
                        "evt.type = close");
        assertThat(sequence.steps()).extracting(Sequence.Step::by).containsOnly(JoinKey.TREE);
        assertThat(rule.condition().eventTypes())
                .isEqualTo(
                        only(rule("").replace("evt.type=open", "evt.type in (open, unlink, close)"))
                                .condition()
                                .eventTypes());
    }

    @Test
    void aConditionBesideStepsGuardsAllOfThem() {
        Rule rule =
                only(
                        sequence(
                                        """
                                        within: 1m
                                        by: [process, fd.name]
                                        steps: [evt.type=open, evt.type=unlink or evt.type=close]
                                        """)
                                + "  condition: proc.name=cat\n");

        Sequence sequence = Objects.requireNonNull(rule.behaviour().sequence());
        assertThat(sequence.steps().getLast().conditionText())
                .isEqualTo("proc.name = cat and (evt.type = unlink or evt.type = close)");
        assertThat(sequence.steps())
                .extracting(Sequence.Step::by)
                .containsOnly(new JoinKey(false, List.of("proc.pid", "fd.name")));
    }

    @Test
    void stepsMayHaveKeysOfTheirOwn() {
        Rule rule =
                only(
                        sequence(
                                """
                                within: 1m
                                steps:
                                  - {condition: evt.type=open, by: fd.name}
                                  - {condition: evt.type=execve, by: proc.exepath}
                                """));

        assertThat(Objects.requireNonNull(rule.behaviour().sequence()).steps())
                .extracting(step -> step.by().fields())
                .containsExactly(List.of("fd.name"), List.of("proc.exepath"));
    }

    @Test
    void readsThresholds() {
        assertThat(
                        only(rule(
                                        "threshold: {count: 5, within: 10s, by: user, distinct:"
                                                + " fd.name}"))
                                .behaviour()
                                .threshold())
                .isEqualTo(
                        new Threshold(
                                5,
                                10 * SECOND,
                                new JoinKey(false, List.of("user.uid")),
                                "fd.name"));
        assertThat(only(rule("threshold: {count: 2, within: 500ms}")).behaviour().threshold())
                .isEqualTo(new Threshold(2, SECOND / 2, JoinKey.NOTHING, null));
    }

    @Test
    void readsSuppressionInBothForms() {
        assertThat(only(rule("suppress: 60s")).behaviour().suppression())
                .isEqualTo(new Suppression(60 * SECOND, null));
        assertThat(
                        only(rule("suppress: {for: 2h, by: [proc.name, container]}"))
                                .behaviour()
                                .suppression())
                .isEqualTo(new Suppression(7200 * SECOND, List.of("proc.name", "container.id")));
    }

    @Test
    void readsWhyAndCapturesAsFalcoHasThem() {
        Behaviour behaviour =
                only(rule("why: true\ncapture: true\ncapture_before: 250")).behaviour();

        assertThat(behaviour.why()).isTrue();
        assertThat(behaviour.capture()).isEqualTo(new RuleCapture(SECOND / 4, 5 * SECOND));
        assertThat(only(rule("capture: false\ncapture_duration: 10")).behaviour())
                .isSameAs(Behaviour.NONE);
    }

    @Test
    void aScopeBecomesAPartOfTheCondition() {
        Rule rule =
                only(
                        rule(
                                """
                                scope:
                                  namespace: [shop-*, "!shop-test"]
                                  labels:
                                    app: [web, api]
                                """));

        assertThat(rule.conditionText())
                .isEqualTo(
                        "(not k8s.ns.name = shop-test and k8s.ns.name glob shop-*"
                                + " and (k8s.pod.label[app] = web or k8s.pod.label[app] = api))"
                                + " and evt.type = open");
    }

    @Test
    void keysCanBeReplacedInRulesOfOthers() {
        Rule rule =
                only(
                        rule("suppress: 1s")
                                + """
                                - rule: R
                                  suppress: 60s
                                  why: true
                                  scope: {pod: web-*}
                                  override: {suppress: replace, why: replace, scope: replace}
                                """
                                        .stripIndent());

        assertThat(rule.behaviour().suppression()).isEqualTo(new Suppression(60 * SECOND, null));
        assertThat(rule.behaviour().why()).isTrue();
        assertThat(rule.conditionText()).startsWith("k8s.pod.name glob web-*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    suppress: 60                               | 6:13 | expected a time such as
                    suppress: 8d                               | 6:13 | expected a time such as
                    suppress: {by: fd.name}                    | 6:13 | no key "for"
                    suppress: {for: 1s, by: proc.nmae}         | 6:27 | no field "proc.nmae"
                    suppress: {for: 1s, by: tree}              | 6:27 | "tree" is for sequences
                    threshold: 5                               | 6:14 | expected keys and values
                    threshold: {count: 1, within: 1s}          | 6:22 | from 2 to 1000000
                    threshold: {count: 5000, within: 1s, distinct: fd.name} | 6:22 | from 2 to 1024
                    threshold: {count: 3}                      | 6:14 | no key "within"
                    threshold: {count: 3, within: 1s, distinct: fd.nmae} | 6:47 | no field "fd.nmae"
                    why: perhaps                               | 6:8  | expected true or false
                    capture_before: soon                       | 6:19 | expected a whole number
                    scope: {}                                  | 6:10 | expected some of namespace
                    scope: {pod: 'a"b'}                        | 6:16 | expected a name with *
                    scope: {labels: {'a]b': c}}                | 6:20 | a label's name
                    sequence: {within: 1s, steps: [evt.type=open]} | 6:33 | from 2 to 16 steps
                    sequence: {within: 1s}                     | 6:13 | no key "steps"
                    sequence: {steps: [evt.type=open, evt.type=close]} | 6:13 | no key "within"
                    sequence: {within: 1s, steps: [evt.type=open, evt.tpye=close]} | 6:49 | no field "evt.tpye"
                    sequence: {within: 1s, steps: [evt.type=open, {condition: evt.type=close, by: fd.name}]} | 6:49 | steps are joined by
                    sequence: {within: 1s, by: fd.name, steps: [evt.type=open, {condition: evt.type=close, by: proc.pid}]} | 6:62 | never equal
                    """)
    void mistakesAreToldWithTheirPlace(String keys, String place, String message) {
        LoadResult result = load(rule(keys));

        assertThat(result.ok()).isFalse();
        Problem problem = result.problems().getFirst();
        assertThat(problem.where()).hasToString("rules.yaml:" + place);
        assertThat(problem.message()).contains(message);
    }

    @Test
    void anOutputNamesNoMoreStepsThanThereAre() {
        LoadResult result =
                load(
                        sequence("within: 1s\nsteps: [evt.type=open, evt.type=close]")
                                .replace("%seq1", "%seq3"));

        assertThat(result.problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(Code.ERR_COMPILE_OUTPUT);
                            assertThat(problem.message()).contains("seq3.proc.name");
                        });
    }

    @Test
    void theOtherKeyIsOfferedWhereOneIsNotKnown() {
        assertThat(load(rule("threshold: {count: 3, within: 1s, bye: fd.name}")).problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(Code.UNKNOWN_KEY);
                            assertThat(problem.hint()).isEqualTo("did you mean by?");
                        });
    }
}
