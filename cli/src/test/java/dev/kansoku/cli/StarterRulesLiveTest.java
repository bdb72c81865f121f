// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveCapture;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.alert.Secrets;
import dev.kansoku.rules.detect.Detector;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.RuleLoader;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.Matching;
import dev.kansoku.rules.match.RuleMatcher;
import dev.kansoku.rules.starter.StarterRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The starter rules and real programs: in a control group of the test, the scenes of the rules'
 * captures are played while the machine's eBPF tells of that group alone. Each scene that fires its
 * rule does so live, none that nearly does; and what is played outside of the group is told of by
 * nobody.
 */
class StarterRulesLiveTest {
    private static final Path RULES = Path.of("../rules/src/test");
    private static final String BOX_NAME =
            "5f62ac3652a316c6a2fde329919fdefdb2f6258f674f61764d5d7a9ba69c58b5";
    private static final long PATIENCE_MILLIS = 20_000;
    private static final EngineFields FIELDS =
            new EngineFields(FieldOptions.text().withNames(false));

    @TempDir Path folder;

    private final List<Alert> alerts = new CopyOnWriteArrayList<>();

    private record Scene(String name, String rule, String fires, String quiet) {}

    /** A scene that was played: first as it is quiet, then as it fires. */
    private record Played(Scene scene, Instant began, Instant quietUntil) {}

    @Test
    void eachRuleIsFiredByARealProgramAndByNoneOutsideOfTheScope() throws Exception {
        assumeTrue(CommandLineTest.mayUseEbpf(), "root, and a kernel with eBPF and BTF");
        Path program = compiled();
        Path cgroup = Files.createTempDirectory(mounted(" - cgroup2 "), "kansoku-test");
        Path boxes = Files.isDirectory(Path.of("/sys/fs/cgroup/memory")) ? firstVersion() : cgroup;
        Path box = Files.createDirectory(boxes.resolve(BOX_NAME));
        try (LiveSource source = open(cgroup)) {
            Thread reader = Thread.ofPlatform().start(() -> detect(source));
            List<String> wrong = new ArrayList<>();
            List<Scene> scenes = scenes();
            List<Played> played = new ArrayList<>();
            for (Scene scene : scenes) {
                played.add(play(scene, program, cgroup, box, wrong));
            }
            Instant ended = Instant.now();
            int before = alerts.size();
            play(program, null, box, "as cat /outside ; read /etc/shadow");
            play(program, cgroup, box, "as cat /inside ; read /etc/shadow");
            await("Password hashes read", before);
            source.stop();
            reader.join(PATIENCE_MILLIS);
            wrong.addAll(tooMuch(played, ended));
            assertThat(wrong).isEmpty();
            assertThat(alerts).noneMatch(alert -> alert.output().contains("/outside"));
            assertThat(source.losses().droppedFull()).isZero();
            System.out.println(
                    "golden: " + scenes.size() + " starter scenes fire live, as many are quiet");
        } finally {
            remove(box);
            if (!boxes.equals(cgroup)) {
                remove(boxes);
            }
            remove(cgroup);
        }
    }

    private Played play(Scene scene, Path program, Path cgroup, Path box, List<String> wrong)
            throws Exception {
        int before = alerts.size();
        Instant began = Instant.now();
        play(program, cgroup, box, scene.quiet());
        Instant quietUntil = Instant.now();
        play(program, cgroup, box, scene.fires());
        if (!await(scene.rule(), before)) {
            wrong.add(scene.name() + " does not fire");
        }
        return new Played(scene, began, quietUntil);
    }

    /** Alerts of other rules than the scene's at their time, or of where it is to be quiet. */
    private List<String> tooMuch(List<Played> played, Instant ended) {
        List<String> wrong = new ArrayList<>();
        for (Alert alert : alerts) {
            Instant when = Instant.ofEpochSecond(0, alert.nanos());
            for (Played one : when.isBefore(ended) ? played.reversed() : List.<Played>of()) {
                if (!when.isBefore(one.began())) {
                    if (!alert.rule().equals(one.scene().rule())
                            || when.isBefore(one.quietUntil())) {
                        wrong.add(
                                one.scene().name()
                                        + " makes too much: "
                                        + alert.rule()
                                        + ": "
                                        + alert.output());
                    }
                    break;
                }
            }
        }
        return wrong;
    }

    private static LiveSource open(Path cgroup) throws Exception {
        List<Plan> conditions = new ArrayList<>();
        for (Rule rule : rules()) {
            conditions.add(rule.condition().whole());
        }
        TypedPlan plan = TypedPlan.of(new Plan.Any(conditions), FIELDS);
        return LiveCapture.open(
                LiveOptions.DEFAULT
                        .withEngine(LiveOptions.Engine.EBPF)
                        .withScope(CaptureScope.ofCgroup(cgroup.toString()))
                        .withDemand(
                                Demand.of(plan.fields(), WantedEvents.of(Filter.of(plan, FIELDS)))),
                System.out::println);
    }

    private void detect(LiveSource source) {
        try {
            AlertMaker maker =
                    new AlertMaker(
                            FIELDS,
                            new EngineFields(FieldOptions.json()),
                            Secrets.USUAL,
                            "test",
                            alerts::add);
            maker.prepare(rules());
            RuleMatcher matcher = new FusedMatcher(rules(), FIELDS, Matching.ALL);
            new Pipeline(
                            source,
                            new EventContext(),
                            _ -> true,
                            matcher.eventTypes(),
                            new Detector(matcher, maker))
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FilterException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Rule> rules() {
        return new RuleLoader(FIELDS, LoadOptions.ALL)
                .load(List.of(Path.of(StarterRules.NAME)))
                .rules();
    }

    /** Waits for an alert of a rule. */
    private boolean await(String rule, int before) throws InterruptedException {
        for (long waited = 0; waited < PATIENCE_MILLIS; waited += 10) {
            if (alerts.stream().skip(before).anyMatch(alert -> alert.rule().equals(rule))) {
                return true;
            }
            Thread.sleep(10);
        }
        return false;
    }

    /**
     * Plays a scene in a control group, or in the one that the test is in. Its stage is built
     * outside, since that alone would fire some rules.
     */
    private void play(Path program, @Nullable Path cgroup, Path box, String scene)
            throws Exception {
        String played = scene.startsWith("* ") ? "boxed ; " + scene.substring(2) : scene;
        Path told = folder.resolve("told");
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "stage", box.toString(), "/srv/lab/labrules")
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile());
        builder.environment().clear();
        builder.environment()
                .put("SCENE", cgroup == null ? played : "join " + cgroup + " ; " + played);
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(scene + " does not end");
        }
        assertThat(process.exitValue()).as(scene + ": " + Files.readString(told)).isZero();
    }

    private static List<Scene> scenes() throws IOException {
        try (Stream<String> lines = Files.lines(RULES.resolve("resources/starter/scenes.tsv"))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Scene(cells[0], cells[1], cells[2], cells[3]))
                    .toList();
        }
    }

    /** The program that plays scenes; it stands alone, since a scene's stage has no libraries. */
    private Path compiled() throws Exception {
        Path program = folder.resolve("labrules");
        Path source = RULES.resolve("c/labrules.c").toAbsolutePath();
        for (String compiler : List.of("cc", "gcc", "clang")) {
            if (CommandLineTest.isInstalled(compiler)) {
                Process process =
                        new ProcessBuilder(
                                        compiler,
                                        "-O1",
                                        "-static",
                                        "-o",
                                        program.toString(),
                                        source.toString())
                                .inheritIO()
                                .start();
                if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return program;
                }
            }
        }
        System.out.println("skipped: starter rules live: no C compiler makes labrules.c here");
        assumeTrue(false, "a C compiler");
        throw new AssertionError("not skipped");
    }

    private static Path firstVersion() throws IOException {
        return Files.createTempDirectory(mounted(" - cgroup cgroup rw,memory"), "kansoku-test");
    }

    private static Path mounted(String kind) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            List<String> cells = List.of(line.split(" ", -1));
            if (line.contains(kind) && cells.get(3).equals("/")) {
                return Path.of(cells.get(4));
            }
        }
        System.out.println("skipped: starter rules live: nothing is mounted like" + kind);
        assumeTrue(false, "control groups");
        throw new AssertionError("not skipped");
    }

    private static void remove(Path cgroup) throws Exception {
        for (int i = 0; ; i++) {
            try {
                Files.delete(cgroup);
                return;
            } catch (FileSystemException e) {
                if (i == 500) {
                    throw e;
                }
                Thread.sleep(10);
            }
        }
    }
}
