// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.Priority;
import dev.kansoku.rules.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleLoaderTest {
    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());
    private static final String RULE =
            """
            - rule: Cat opens
              desc: cat opens a file
              condition: evt.type=openat and proc.name=cat
              output: cat opened %fd.name
              priority: warning
            """;

    private static LoadResult load(LoadOptions options, String... texts) {
        List<RuleText> files = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            files.add(new RuleText((char) ('a' + i) + ".yaml", texts[i]));
        }
        return new RuleLoader(FIELDS, options).loadTexts(files);
    }

    private static LoadResult load(String... texts) {
        return load(LoadOptions.ALL, texts);
    }

    private static String rule(String name, String condition) {
        return """
        - rule: %s
          desc: a description
          condition: %s
          output: seen %%proc.name
          priority: notice
        """
                .formatted(name, condition);
    }

    private static List<String> shown(LoadResult result) {
        return result.problems().stream()
                .map(one -> one.where() + " " + one.code().text() + " " + one.message())
                .toList();
    }

    private static String condition(LoadResult result) {
        assertThat(shown(result)).isEmpty();
        return result.rules().getFirst().conditionText();
    }

    @Test
    void aRuleHasWhatIsWrittenOfIt() {
        LoadResult result = load(RULE + "  tags: [one, two, a]\n");

        assertThat(shown(result)).isEmpty();
        Rule rule = result.rules().getFirst();
        assertThat(rule.name()).isEqualTo("Cat opens");
        assertThat(rule.description()).isEqualTo("cat opens a file");
        assertThat(rule.output()).isEqualTo("cat opened %fd.name");
        assertThat(rule.priority()).isEqualTo(Priority.WARNING);
        assertThat(rule.source()).isEqualTo("syscall");
        assertThat(rule.tags()).containsExactly("a", "one", "two");
        assertThat(rule.where()).hasToString("a.yaml:1:3");
        assertThat(rule.conditionText()).isEqualTo("evt.type = openat and proc.name = cat");
    }

    @Test
    void macrosAndListsStandInConditions() {
        LoadResult result =
                load(
                        """
                        - list: shells
                          items: [bash, "my shell", (sd-pam)]
                        - list: programs
                          items: [shells, vi]
                        - macro: program
                          condition: (proc.name in (cat, programs))
                        """
                                + rule("R", "evt.type=openat and not program"));

        assertThat(condition(result))
                .isEqualTo(
                        "evt.type = openat and not proc.name in (cat, bash, \"my shell\","
                                + " \"(sd-pam)\", vi)");
        assertThat(result.all().getFirst().macros()).containsExactly("program");
        assertThat(result.all().getFirst().lists()).containsExactly("programs");
    }

    @Test
    void anEmptyListTakesItsCommaAlong() {
        String lists = "- list: none\n  items: []\n";

        assertThat(condition(load(lists + rule("R", "evt.type=openat and proc.name in (a, none)"))))
                .endsWith("proc.name in (a)");
        assertThat(condition(load(lists + rule("R", "evt.type=openat and proc.name in (none, a)"))))
                .endsWith("proc.name in (a)");
        assertThat(condition(load(lists + rule("R", "evt.type=openat and proc.name in (none)"))))
                .endsWith("proc.name in ()");
    }

    @Test
    void namesOfListsInQuotesAreTexts() {
        String list = "- list: shells\n  items: [bash]\n";
        String rules =
                rule("R", "evt.type=openat and proc.args = \"a shells b\"")
                        + rule("S", "evt.type=openat and proc.name in (shells)");

        assertThat(condition(load(list + rules))).endsWith("proc.args = \"a shells b\"");
    }

    @Test
    void aLaterDefinitionTakesThePlaceOfTheEarlierOne() {
        LoadResult result =
                load(
                        rule("A", "evt.type=openat") + rule("B", "evt.type=close"),
                        rule("A", "evt.type=execve"));

        assertThat(shown(result)).isEmpty();
        assertThat(result.rules()).extracting(Rule::name).containsExactly("A", "B");
        assertThat(result.rules().getFirst().conditionText()).isEqualTo("evt.type = execve");
        assertThat(result.rules().getFirst().where().file()).isEqualTo("b.yaml");
    }

    @Test
    void laterFilesChangeMacrosListsAndRulesOfEarlierOnes() {
        LoadResult result =
                load(
                        """
                        - list: names
                          items: [cat]
                        - macro: known
                          condition: proc.name in (names)
                        """
                                + rule("R", "evt.type=openat and known"),
                        """
                        - list: names
                          items: [tac]
                          override:
                            items: append
                        - macro: known
                          condition: or proc.name=vi
                          override: {condition: append}
                        - rule: R
                          condition: and fd.num=3
                          output: and %fd.num
                          desc: more
                          priority: error
                          tags: [new]
                          enabled: false
                          override:
                            condition: append
                            output: append
                            desc: append
                            priority: replace
                            tags: append
                            enabled: replace
                        """);

        assertThat(shown(result)).isEmpty();
        assertThat(result.rules()).isEmpty();
        Rule rule = result.all().getFirst().rule();
        assertThat(rule.conditionText())
                .isEqualTo(
                        "evt.type = openat and (proc.name in (cat, tac) or proc.name = vi) and"
                                + " fd.num = 3");
        assertThat(rule.output()).isEqualTo("seen %proc.name and %fd.num");
        assertThat(rule.description()).isEqualTo("a description more");
        assertThat(rule.priority()).isEqualTo(Priority.ERROR);
        assertThat(rule.tags()).containsExactly("new");
    }

    @Test
    void whatIsOverriddenHasToBeNamedAndThere() {
        String changed = RULE + "- rule: Cat opens\n";

        assertThat(shown(load(changed + "  output: x\n  override: {condition: append}\n")))
                .containsExactly(
                        "a.yaml:6:3 LOAD_ERR_YAML_VALIDATE \"override\" names \"condition\", which"
                                + " is not there");
        assertThat(
                        shown(
                                load(
                                        changed
                                                + "  condition: and fd.num=1\n  output: x\n"
                                                + "  override: {condition: append}\n")))
                .containsExactly(
                        "a.yaml:8:3 LOAD_ERR_YAML_VALIDATE \"output\" is not named under"
                                + " \"override\"");
        assertThat(shown(load(changed + "  priority: info\n  override: {priority: append}\n")))
                .containsExactly(
                        "a.yaml:8:14 LOAD_ERR_YAML_VALIDATE \"priority\" can not be appended to,"
                                + " only replaced");
        assertThat(
                        shown(
                                load(
                                        changed
                                                + "  append: true\n  condition: and fd.num=1\n"
                                                + "  override: {condition: append}\n")))
                .anyMatch(problem -> problem.contains("\"append\" and \"override\" can not stand"));
    }

    @Test
    void exceptionsAreWhatARuleDoesNotApplyTo() {
        LoadResult result =
                load(
                        """
                        - list: names
                          items: [x, y]
                        """
                                + RULE
                                + """
                                  exceptions:
                                    - name: by_name
                                      fields: proc.pname
                                      values: [make, "two words", names]
                                    - name: by_both
                                      fields: [proc.pname, fd.name]
                                      comps: [in, startswith]
                                      values:
                                        - [names, /tmp]
                                        - [[a, b], /var]
                                    - name: later
                                      fields: [fd.num]
                                """);

        assertThat(condition(result))
                .isEqualTo(
                        "(evt.type = openat and proc.name = cat) and not proc.pname in (make, \"two"
                            + " words\", x, y) and not ((proc.pname in (x, y) and fd.name"
                            + " startswith /tmp) or (proc.pname in (a, b) and fd.name startswith"
                            + " /var))");
    }

    @Test
    void valuesAreAddedToExceptionsThatAreThere() {
        LoadResult result =
                load(
                        RULE
                                + """
                                  exceptions:
                                    - name: later
                                      fields: [fd.name, fd.num]
                                      comps: [=, ">"]
                                """,
                        """
                        - rule: Cat opens
                          exceptions:
                            - name: later
                              values: [[/a, 3]]
                          override: {exceptions: append}
                        """);

        assertThat(condition(result)).endsWith("and not (fd.name = /a and fd.num > 3)");
    }

    @Test
    void aMistakeInAFoldedConditionIsShownWhereItStands() {
        LoadResult result =
                load(
                        """
                        - rule: R
                          desc: d
                          condition: >
                            evt.type = openat and
                              proc.nmae = cat and
                            fd.num = 3
                          output: x
                          priority: info
                        """);

        Problem problem = result.problems().getFirst();
        assertThat(ProblemText.of(problem))
                .isEqualTo(
                        """
                        a.yaml:5:7: error: rule "R": no field "proc.nmae" [LOAD_ERR_COMPILE_CONDITION]
                                  proc.nmae = cat and
                                  ^~~~~~~~~
                          did you mean proc.name? (kansoku fields proc)
                        """);
        assertThat(result.ok()).isFalse();
        assertThat(result.rules()).isEmpty();
    }

    @Test
    void aMistakeBehindEscapesAndAListIsShownWhereItStands() {
        LoadResult result =
                load(
                        """
                        - list: l
                          items: [aaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbb, ccccccccccccc]
                        - rule: R
                          desc: d
                          condition: "evt.type = openat and fd.name != \\"\\u00e9\\" and proc.name in (l) and fd.nun=1"
                          output: x
                          priority: info
                        """);

        Problem problem = result.problems().getFirst();
        assertThat(problem.where().line()).isEqualTo(5);
        assertThat(problem.snippet().line().substring(problem.snippet().column()))
                .startsWith("fd.nun=1");
    }

    @Test
    void aMistakeInAMacroIsShownInTheMacroAndSaidOfTheRule() {
        LoadResult result =
                load("- macro: m\n  condition: fd.nun=1\n", rule("R", "evt.type=openat and m"));

        assertThat(shown(result))
                .containsExactly("a.yaml:2:14 LOAD_ERR_COMPILE_CONDITION no field \"fd.nun\"");
        assertThat(result.problems().getFirst().item().name()).isEqualTo("R");
    }

    @Test
    void aRuleMayBeLeftOutWhereAFieldIsNotKnown() {
        String skips = "  skip-if-unknown-filter: true\n";

        LoadResult result =
                load(
                        rule("Condition", "evt.type=openat and some.field=1") + skips,
                        RULE.replace("%fd.name", "%some.field") + skips);

        assertThat(result.ok()).isTrue();
        assertThat(result.rules()).isEmpty();
        assertThat(result.problems())
                .extracting(Problem::code)
                .containsExactly(Code.UNKNOWN_FILTER, Code.UNKNOWN_FILTER);
    }

    @Test
    void macrosSeeEarlierMacrosAndRulesSeeAll() {
        String later = "- macro: later\n  condition: fd.num=1\n";

        assertThat(shown(load("- macro: m\n  condition: later\n", later, rule("R", "m and later"))))
                .anyMatch(
                        one ->
                                one.equals(
                                        "a.yaml:2:14 LOAD_ERR_VALIDATE the macro \"later\" is"
                                                + " defined further down"));
        assertThat(shown(load(rule("R", "evt.type=openat and later"), later))).isEmpty();
    }

    @Test
    void itemsThatNothingNamesAreWarnedOf() {
        assertThat(shown(load("- list: l\n  items: [a]\n- macro: m\n  condition: fd.num=1\n")))
                .containsExactly(
                        "a.yaml:3:3 LOAD_UNUSED_MACRO no rule and no macro names it",
                        "a.yaml:1:3 LOAD_UNUSED_LIST no rule, macro or list names it");
    }

    @Test
    void rulesOfOtherSourcesAreLeftOut() {
        LoadResult result = load(RULE + "  source: k8s_audit\n");

        assertThat(result.ok()).isTrue();
        assertThat(result.rules()).isEmpty();
        assertThat(result.problems())
                .extracting(Problem::code)
                .containsExactly(Code.UNKNOWN_SOURCE);
    }

    @Test
    void aRuleForAllTypesIsWarnedOfUnlessItSaysThatItKnows() {
        assertThat(load(rule("R", "proc.name=cat")).problems())
                .extracting(Problem::code)
                .containsExactly(Code.NO_EVTTYPE);
        assertThat(load(rule("R", "proc.name=cat") + "  warn_evttypes: false\n").problems())
                .isEmpty();
    }

    @Test
    void rulesAreTurnedOnAndOffByNameAndTag() {
        String rules =
                rule("Read one", "evt.type=read")
                        + "  tags: [a]\n"
                        + rule("Read two", "evt.type=read")
                        + "  tags: [b]\n  enabled: false\n"
                        + rule("Write", "evt.type=write")
                        + "  tags: [b, c]\n";

        assertThat(names(rules, List.of())).containsExactly("Read one", "Write");
        assertThat(names(rules, List.of(Choice.disableContaining("Read"))))
                .containsExactly("Write");
        assertThat(names(rules, List.of(Choice.disableTag("c")))).containsExactly("Read one");
        assertThat(names(rules, Choice.onlyTags(List.of("b"))))
                .containsExactly("Read two", "Write");
        assertThat(
                        names(
                                rules,
                                List.of(
                                        new Choice(false, Choice.By.NAME_PATTERN, "*"),
                                        new Choice(true, Choice.By.NAME_PATTERN, "R?ad*t*o"))))
                .containsExactly("Read two");
    }

    private static List<String> names(String rules, List<Choice> choices) {
        return load(LoadOptions.ALL.with(choices), rules).rules().stream().map(Rule::name).toList();
    }

    @Test
    void rulesThatMatterLessAreLeftOut() {
        LoadOptions options = LoadOptions.ALL.withMinimum(Priority.WARNING);

        assertThat(load(options, RULE).rules()).hasSize(1);
        assertThat(load(options, rule("R", "evt.type=read")).rules()).isEmpty();
    }

    @Test
    void foldersAreReadByNameAndWhatIsNoRuleFileIsLeft(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("20.yml"), RULE.replace("warning", "error"));
        Files.writeString(folder.resolve("10.yaml"), RULE);
        Files.writeString(folder.resolve("README.md"), "no rules");

        LoadResult result = new RuleLoader(FIELDS, LoadOptions.ALL).load(List.of(folder));

        assertThat(result.problems()).isEmpty();
        assertThat(result.rules()).extracting(Rule::priority).containsExactly(Priority.ERROR);
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        LoadResult result =
                new RuleLoader(FIELDS, LoadOptions.ALL).load(List.of(Path.of("absent.yaml")));

        assertThat(shown(result))
                .containsExactly(
                        "absent.yaml:1:1 LOAD_ERR_FILE_READ the file can not be read: no"
                                + " such file");
    }

    @Test
    void whatIsNoYamlIsSaidWhereItBegins() {
        LoadResult result = load(RULE + "- rule: [\n");

        assertThat(result.problems())
                .extracting(Problem::code)
                .containsExactly(Code.ERR_YAML_PARSE);
        assertThat(result.problems().getFirst().where().line()).isEqualTo(7);
    }

    @Test
    void whatWouldTakeTheStackOrTheMemoryIsRefused() {
        assertThat(load("[".repeat(100_000)).ok()).isFalse();
        assertThat(load(rule("R", "evt.type=read and " + "(".repeat(5000))).ok()).isFalse();

        StringBuilder macros = new StringBuilder("- macro: m0\n  condition: fd.num=1\n");
        StringBuilder lists = new StringBuilder("- list: l0\n  items: [a, b]\n");
        for (int i = 1; i < 200; i++) {
            macros.append("- macro: m%d\n  condition: m%d and m%d\n".formatted(i, i - 1, i - 1));
            lists.append("- list: l%d\n  items: [l%d, l%d]\n".formatted(i, i - 1, i - 1));
        }
        assertThat(load(macros + rule("R", "evt.type=read and m199")).ok()).isFalse();
        assertThat(load(lists + rule("R", "evt.type=read and fd.name in (l199)")).ok()).isFalse();
    }

    @Test
    void versionsOfTheLanguageAreUnderstoodUpToOurs() {
        assertThat(shown(load("- required_engine_version: 0.63.0\n"))).isEmpty();
        assertThat(shown(load("- required_engine_version: 31\n"))).isEmpty();
        assertThat(shown(load("- required_engine_version: 0.64.0\n")))
                .containsExactly(
                        "a.yaml:1:28 LOAD_ERR_VALIDATE the rules are for version 0.64.0 of the"
                                + " language, this is 0.63.0");
        assertThat(load("- required_engine_version: new\n").problems())
                .extracting(Problem::code)
                .containsExactly(Code.ERR_YAML_VALIDATE);
        assertThat(load("- required_engine_version: 1.0.0\n").ok()).isFalse();
    }

    @Test
    void resultsAreTheJsonThatFalcoWrites() {
        String json = ProblemJson.of(load(RULE + "  tag: [x]\n"));

        assertThat(json)
                .isEqualTo(
                        "{\"falco_load_results\":[{\"errors\":[],\"name\":\"a.yaml\",\"successful\":true,\"warnings\":[{\"code\":\"LOAD_UNKNOWN_KEY\",\"codedesc\":\"Unknown"
                            + " key in item"
                            + " definition\",\"context\":{\"locations\":[{\"item_name\":\"\",\"item_type\":\"rules"
                            + " content\",\"position\":{\"column\":1,\"line\":1,\"name\":\"a.yaml\",\"offset\":0}},{\"item_name\":\"Cat"
                            + " opens\","
                            + "\"item_type\":\"rule\",\"position\":{\"column\":3,\"line\":1,\"name\":"
                            + "\"a.yaml\",\"offset\":2}},{\"item_name\":\"tag\",\"item_type\":\"value"
                            + " for\",\"position\":{\"column\":3,\"line\":6,\"name\":\"a.yaml\",\"offset\":142}}],\"snippet\":\""
                            + "  tag: [x]\\n"
                            + "  ^~~\\n"
                            + "\"},\"hint\":\"did you mean tags?\",\"message\":\"no key \\\"tag\\\""
                            + " here: it is passed over\"}]}]}");
    }

    @Test
    void oldWaysAreWarnedOf() {
        LoadResult result =
                load(
                        RULE,
                        "- rule: Cat opens\n  enabled: false\n",
                        "- rule: Cat opens\n  append: true\n  condition: and fd.num=1\n");

        assertThat(result.problems())
                .extracting(Problem::code)
                .containsExactly(Code.DEPRECATED_ITEM, Code.DEPRECATED_ITEM);
        assertThat(result.rules()).isEmpty();
        assertThat(result.all().getFirst().rule().conditionText()).endsWith("and fd.num = 1");
    }
}
