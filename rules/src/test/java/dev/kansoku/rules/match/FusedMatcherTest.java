// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import dev.kansoku.rules.Place;
import dev.kansoku.rules.Priority;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.Shared;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadedRule;
import dev.kansoku.rules.load.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FusedMatcherTest {
    private static final List<String> FILES =
            List.of("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml");

    /** So that classes are made in the middle of captures, and both ways of asking are seen. */
    private static final int SOON = 40;

    private final EngineFields fields = new EngineFields(FieldOptions.text());

    private List<Rule> publicRules(int files) {
        Path folder = Shared.folder("rules");
        List<Path> paths = FILES.subList(0, files).stream().map(folder::resolve).toList();
        return new RuleLoader(fields, LoadOptions.ALL)
                .load(paths).all().stream().map(LoadedRule::rule).toList();
    }

    private List<Rule> rules(String... conditions) throws FilterException {
        List<Rule> rules = new ArrayList<>();
        for (String text : conditions) {
            rules.add(
                    new Rule(
                            "r" + rules.size(),
                            "",
                            Filter.plan(SysdigParser.parse(text), Dialect.SYSDIG, text, fields),
                            text,
                            "",
                            Priority.NOTICE,
                            Rule.SYSCALL,
                            List.of(),
                            new Place("test", 1, 1)));
        }
        return rules;
    }

    /**
     * Rules that match often, beside the public ones: of what processes are, of their ancestors,
     * and of calls without a type of their own.
     */
    private List<Rule> broadRules() throws FilterException {
        return rules(
                "evt.type in (read, write) and fd.num > 3",
                "proc.name startswith s or proc.pname contains sh",
                "proc.aname contains run and not proc.name in (sh, cat)",
                "user.name = root and evt.failed = true",
                "container.id = host and evt.type = close and evt.dir = <",
                "not container.id = host and fd.name exists",
                "proc.exepath endswith h or proc.cmdline contains -c",
                "evt.type in (set_robust_list, rt_sigprocmask, gettid)",
                "evt.type = execve and proc.args contains e",
                "proc.ppid > 1 and evt.type in (clone, vfork, clone3, fork)",
                "thread.cap_effective contains sys_admin and evt.type startswith open",
                "proc.sid = 1 or proc.is_exe_writable = true",
                "evt.num > 100 and evt.num < 300 and evt.is_io = true",
                "fd.typechar = 4 and fd.sport in (80, 8080, 6379)",
                "evt.type = open or fd.directory pmatch (/etc, /usr, /proc)");
    }

    private static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(Shared.folder("captures"))) {
            return files.filter(file -> file.toString().matches(".*\\.scap(\\.gz)?"))
                    .filter(file -> !file.getFileName().toString().startsWith("bench"))
                    .sorted()
                    .toList();
        }
    }

    /** All captures as they are with all matches, and as exits alone with the first match. */
    @Test
    void tellsTheSameAsOneFilterAfterTheOther() throws IOException, FilterException {
        List<List<Rule>> sets = new ArrayList<>();
        for (int files = 1; files <= FILES.size(); files++) {
            sets.add(publicRules(files));
        }
        List<Rule> all = new ArrayList<>(sets.getLast());
        all.addAll(broadRules());
        sets.add(all);
        long told = 0;
        for (Matching matching : Matching.values()) {
            List<Pair> pairs = new ArrayList<>();
            for (List<Rule> set : sets) {
                pairs.add(
                        new Pair(
                                new FilterMatcher(set, fields, matching),
                                new FusedMatcher(set, fields, matching, SOON)));
            }
            for (Path capture : captures()) {
                EventSource source = new ScapSource(List.of(capture.toString()));
                told += agreeing(matching == Matching.ALL ? source : new ExitsOnly(source), pairs);
            }
        }
        assertThat(told).as("matches").isGreaterThan(100_000);
    }

    private record Pair(RuleMatcher plain, RuleMatcher fused) {}

    private static long agreeing(EventSource source, List<Pair> pairs) throws IOException {
        List<Rule> expected = new ArrayList<>();
        List<Rule> found = new ArrayList<>();
        long[] told = {0};
        try (source) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                for (Pair pair : pairs) {
                                    expected.clear();
                                    found.clear();
                                    pair.plain().match(context, (rule, _) -> expected.add(rule));
                                    pair.fused().match(context, (rule, _) -> found.add(rule));
                                    told[0] += expected.size();
                                    if (!same(expected, found)) {
                                        assertThat(names(found))
                                                .as("event %d", context.event().number())
                                                .isEqualTo(names(expected));
                                    }
                                }
                                return true;
                            })
                    .run();
        }
        return told[0];
    }

    private static boolean same(List<Rule> expected, List<Rule> found) {
        boolean same = expected.size() == found.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = expected.get(i) == found.get(i);
        }
        return same;
    }

    private static List<String> names(List<Rule> rules) {
        return rules.stream().map(Rule::name).toList();
    }

    @Test
    void wantsTheEventTypesOfItsRules() throws FilterException {
        List<Rule> rules = rules("evt.type = execve", "evt.type = open and evt.dir = <");
        assertThat(new FusedMatcher(rules, fields, Matching.ALL).eventTypes())
                .isEqualTo(new FilterMatcher(rules, fields, Matching.ALL).eventTypes());
    }

    @Test
    void profilesWhatRulesAndChecksAreAskedAndPass() throws IOException, FilterException {
        List<Rule> rules =
                rules("evt.type = close and evt.dir = < and fd.num > 2 and proc.name = nobody");
        ProfilingMatcher matcher = new ProfilingMatcher(rules, fields, Matching.ALL);
        Path capture = Shared.folder("captures").resolve("shell.scap.gz");
        List<Rule> matched = new ArrayList<>();
        try (EventSource source = new ScapSource(List.of(capture.toString()))) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                matcher.match(context, (rule, _) -> matched.add(rule));
                                return true;
                            })
                    .run();
        }
        assertThat(matched).isEmpty();
        RuleProfile profile = matcher.profiles().getFirst();
        long closes = profile.cost().asked();
        assertThat(closes).isGreaterThan(100);
        assertThat(profile.cost().passed()).isZero();
        assertThat(profile.checks())
                .extracting(RuleProfile.Check::text)
                .contains("fd.num > 2", "proc.name = \"nobody\"");
        for (RuleProfile.Check check : profile.checks()) {
            assertThat(check.cost().asked()).isLessThanOrEqualTo(closes);
            if (check.text().equals("proc.name = \"nobody\"")) {
                assertThat(check.cost().asked()).isPositive();
                assertThat(check.cost().passed()).isZero();
            }
        }
        assertThat(ProfileReport.table(matcher))
                .hasSizeGreaterThan(4)
                .last()
                .asString()
                .contains("0 rules were asked nothing");
        assertThat(ProfileReport.json(matcher).getFirst())
                .startsWith("{\"rule\":\"r0\",\"asked\":" + closes + ",\"passed\":0,\"ns\":");
    }

    @Test
    void aCostLeavesOutTheFirstTimeOfSeveral() {
        Cost cost = new Cost();
        for (int i = 0; i < 100; i++) {
            cost.count(i % 2 == 0);
        }
        assertThat(cost.nanos()).isZero();
        cost.time(9_000_000);
        assertThat(cost.nanos()).isEqualTo(900_000_000);
        cost.time(40);
        cost.time(60);
        cost.time(-5);
        assertThat(cost.nanos()).isEqualTo(3_333);
        assertThat(cost.timed()).isEqualTo(4);
        assertThat(cost.passed()).isEqualTo(50);
    }

    @Test
    void explainsWhatStopsARule() throws IOException, FilterException {
        Rule rule =
                rules(
                                "evt.type in (open, openat) and (fd.name = /a or fd.name = /b) and"
                                        + " not proc.name = x")
                        .getFirst();
        Path capture = Shared.folder("captures").resolve("shell.scap.gz");
        List<RuleExplanation> explanations = new ArrayList<>();
        try (EventSource source = new ScapSource(List.of(capture.toString()))) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                explanations.add(RuleExplanation.of(rule, context, fields));
                                return explanations.size() < 300;
                            })
                    .run();
        }
        RuleExplanation explanation = explanations.getLast();
        assertThat(explanation.matches()).isFalse();
        assertThat(explanation.tree()).hasSize(5).first().isEqualTo("- all of");
        assertThat(explanation.tree().getLast())
                .startsWith("    - proc.name = \"x\"   [proc.name is ");
        assertThat(explanation.because()).hasSize(1).first().asString().startsWith("- ");
    }
}
