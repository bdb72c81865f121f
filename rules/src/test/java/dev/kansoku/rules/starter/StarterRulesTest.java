// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.Place;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.alert.Secrets;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadResult;
import dev.kansoku.rules.load.RuleLoader;
import dev.kansoku.rules.trial.Trial;
import dev.kansoku.rules.trial.TrialException;
import dev.kansoku.rules.trial.TrialFile;
import dev.kansoku.rules.trial.TrialReader;
import dev.kansoku.rules.trial.TrialResult;
import dev.kansoku.rules.trial.TrialRunner;
import dev.kansoku.rules.trial.TrialSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules that Kansoku brings along, each with a capture that fires it and one of a near miss
 * that does not. {@code src/test/record-starter} says how the captures are made.
 */
class StarterRulesTest {
    private static final Path SCENES = Path.of("src/test/resources/starter");
    private static final EngineFields FIELDS =
            new EngineFields(FieldOptions.text().withNames(false));
    private static final LoadResult LOADED =
            new RuleLoader(FIELDS, LoadOptions.ALL).load(List.of(Path.of(StarterRules.NAME)));

    record Scene(String name, String rule) {
        static Scene of(String line) {
            String[] cells = line.split("\t", -1);
            return new Scene(cells[0], cells[1]);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Scene> scenes() throws IOException {
        try (Stream<String> lines = Files.lines(SCENES.resolve("scenes.tsv"))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(Scene::of)
                    .filter(scene -> Files.isDirectory(SCENES.resolve(scene.name())))
                    .toList();
        }
    }

    @Test
    void loadWithoutErrorsAndWarnings() {
        assertThat(LOADED.problems()).isEmpty();
        assertThat(LOADED.rules()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(LOADED.rules()).hasSameSizeAs(LOADED.all());
    }

    @Test
    void everyRuleHasScenes() throws IOException, TrialException {
        TrialFile byHand = TrialReader.read(SCENES.resolve("by-hand.test.yaml"));
        Set<String> played = scenes().stream().map(Scene::rule).collect(Collectors.toSet());
        for (Trial trial : byHand.trials()) {
            trial.expected().forEach(expected -> played.add(expected.rule()));
        }

        assertThat(LOADED.rules()).extracting(Rule::name).allMatch(played::contains);
    }

    @Test
    void everyRuleSaysWhatHappenedAndIsTagged() {
        Pattern technique = Pattern.compile("T\\d{4}(\\.\\d{3})?");
        for (Rule rule : LOADED.rules()) {
            assertThat(rule.description()).as(rule.name()).hasSizeGreaterThan(100);
            assertThat(rule.output()).as(rule.name()).contains("%proc.cmdline", "%user.name");
            assertThat(rule.tags())
                    .as(rule.name())
                    .anyMatch(tag -> technique.matcher(tag).matches());
            assertThat(rule.tags()).as(rule.name()).anyMatch(tag -> tag.startsWith("mitre_"));
            assertThat(rule.tags()).as(rule.name()).containsAnyOf("host", "container");
        }
    }

    @Test
    void thoseThatCannotBeRecordedFireByHand() {
        TrialSuite suite = new TrialSuite(FIELDS, new EngineFields(FieldOptions.json()));

        assertThat(suite.run(List.of(SCENES)).lines()).endsWith("2 passed, 0 failed");
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void firesAlone(Scene scene) {
        Trial.Expected expected =
                new Trial.Expected(scene.rule(), null, Map.of(), null, new Place("-", 1, 1));

        assertThat(run(scene, "fires", List.of(expected)).differences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void isQuietWhereItNearlyFires(Scene scene) {
        assertThat(run(scene, "quiet", List.of()).differences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void capturesAreSmall(Scene scene) throws IOException {
        for (String kind : List.of("fires", "quiet")) {
            assertThat(Files.size(capture(scene, kind))).isBetween(500L, 20_000L);
        }
    }

    /** Names that would hide what a list or macro of a user is. */
    @Test
    void listsAndMacrosHaveNamesOfTheirOwn() {
        Set<String> names = new TreeSet<>();
        LOADED.lists().forEach(list -> names.add(list.name()));
        LOADED.macros().forEach(macro -> names.add(macro.name()));

        assertThat(names).isNotEmpty().allMatch(name -> name.startsWith("starter_"));
    }

    /** The page of the rules is made of them: {@code -Dkansoku.write=true} writes it anew. */
    @Test
    void thePageOfTheRulesIsTrue() throws IOException {
        Path page = Path.of("../docs/starter-rules.md");
        String made = page(LOADED.rules());
        if (Boolean.getBoolean("kansoku.write")) {
            Files.writeString(page, made);
        }
        assertThat(Files.readString(page)).isEqualTo(made);
    }

    private static TrialResult run(Scene scene, String kind, List<Trial.Expected> expected) {
        Trial trial =
                new Trial(
                        scene.name(),
                        new Trial.Happening.Captured(capture(scene, kind)),
                        expected,
                        false,
                        new Place("-", 1, 1));
        return new TrialRunner(FIELDS, new EngineFields(FieldOptions.json()), Secrets.USUAL)
                .run(trial, LOADED.rules());
    }

    private static Path capture(Scene scene, String kind) {
        return SCENES.resolve(scene.name()).resolve(kind + ".scap.gz");
    }

    private static String page(List<Rule> rules) {
        List<String> lines = new ArrayList<>();
        lines.add("# Starter rules");
        lines.add("");
        lines.add(
                "The "
                        + rules.size()
                        + " rules that Kansoku brings along: `kansoku detect` uses them where no"
                        + " `--rules` are given, and `--rules starter --rules mine.yaml` adds your"
                        + " own.");
        lines.add(
                "`kansoku rules describe starter NAME` shows their conditions. This page is made of"
                        + " the rules by a test.");
        String file = "";
        for (Rule rule : rules) {
            String of = rule.where().file();
            if (!of.equals(file)) {
                file = of;
                String subject = of.substring(of.indexOf('/') + 1, of.indexOf(".yaml"));
                lines.add("");
                lines.add(
                        "## "
                                + subject.substring(0, 1).toUpperCase(Locale.ROOT)
                                + subject.substring(1));
            }
            lines.add("");
            lines.add("### " + rule.name());
            lines.add("");
            lines.add("**" + rule.priority().text() + "** · " + String.join(" · ", rule.tags()));
            lines.add("");
            lines.add(rule.description().strip());
        }
        return String.join("\n", lines) + "\n";
    }
}
