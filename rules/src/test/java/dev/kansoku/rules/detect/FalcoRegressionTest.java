// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.rules.Priority;
import dev.kansoku.rules.RegressionCase;
import dev.kansoku.rules.Shared;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertCounts;
import dev.kansoku.rules.alert.AlertForm;
import dev.kansoku.rules.alert.AlertJson;
import dev.kansoku.rules.alert.AlertText;
import dev.kansoku.rules.alert.AlertTime;
import dev.kansoku.rules.load.Choice;
import dev.kansoku.rules.load.LoadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Falco's public regression data, as far as it says what is detected; {@code RuleRegressionTest}
 * has the cases that say what is wrong with rule files. That version showed rules the beginnings of
 * calls too, so it is done here.
 */
class FalcoRegressionTest {
    /** Cases that are not of detection, or of what is no more, each with why. */
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "disabled_and_enabled_rules_1", "the command line refuses it: detect.txt",
                    "disabled_and_enabled_rules_2", "the command line refuses it: detect.txt",
                    "grpc_unix_socket_outputs", "there is no gRPC output; Falco has none any more");

    private static final List<String> CLOUD =
            List.of("falco_tests_plugins.yaml", "falco_k8s_audit_tests.yaml");

    private static int passed;

    @TestFactory
    Stream<DynamicTest> detectsWhatFalcoDetects() {
        return RegressionCase.all().stream()
                .filter(one -> !one.has("validate_rules_file"))
                .map(one -> DynamicTest.dynamicTest(one.toString(), () -> check(one)));
    }

    @AfterAll
    static void tellHowMany() {
        System.out.println("golden: " + passed + " cases of detection");
    }

    private static void check(RegressionCase one) throws Exception {
        String reason = elsewhere(one);
        if (reason != null) {
            System.out.println("skipped: " + one + ": " + reason);
        }
        Assumptions.assumeTrue(reason == null, reason);

        List<Alert> alerts =
                Replay.alerts(
                        one.paths("trace_file").getFirst(),
                        one.has("rules_file")
                                ? one.paths("rules_file")
                                : List.of(Shared.folder("rules").resolve("falco_rules.yaml")),
                        options(one),
                        true,
                        "test-falco-hostname",
                        "");

        boolean detects = one.flag("detect", false);
        if (one.has("detect")) {
            assertThat(!alerts.isEmpty()).as("detects").isEqualTo(detects);
        }
        for (String level : detects ? one.texts("detect_level") : List.<String>of()) {
            assertThat(alerts).anyMatch(alert -> alert.priority() == Priority.named(level));
        }
        AlertCounts counts = new AlertCounts();
        alerts.forEach(counts::count);
        for (Map<String, Object> wanted : one.maps("detect_counts")) {
            wanted.forEach(
                    (rule, count) ->
                            assertThat(counts.of(rule))
                                    .as(rule)
                                    .isEqualTo(Long.parseLong(count.toString())));
        }
        checkText(one, Replay.text(alerts, form(one)));
        passed++;
    }

    private static void checkText(RegressionCase one, String text) throws Exception {
        for (String pattern : one.texts("stdout_contains")) {
            assertThat(Pattern.compile(pattern).matcher(text).find()).as(pattern).isTrue();
        }
        for (Map<String, Object> wanted : one.maps("output_strictly_contains")) {
            for (Object file : wanted.values()) {
                String expected = Files.readString(one.folder().resolve(file.toString()));
                if (one.flag("json_output", false)) {
                    expected = expected.replace("\"output_fields\": ", "\"output_fields\":");
                    assertThat(sortedKeys(text)).isEqualTo(sortedKeys(expected));
                } else {
                    assertThat(text.strip()).isEqualTo(expected.strip());
                }
            }
        }
    }

    /** Lines of JSON with their parts in one order, since that version had another. */
    private static List<List<String>> sortedKeys(String lines) {
        Pattern parts = Pattern.compile("\"\\w+\":(?:\"[^\"]*\"|\\[[^\\]]*\\]|\\{[^}]*\\})");
        return lines.strip()
                .lines()
                .map(line -> parts.matcher(line).results().map(r -> r.group()).sorted().toList())
                .toList();
    }

    private static @Nullable String elsewhere(RegressionCase one) {
        if (CLOUD.contains(one.file())) {
            return "of cloud logs, for which there is no source yet";
        }
        if (one.texts("conf_file").stream().anyMatch(file -> file.contains("drops_"))) {
            return "of lost events: DropWatchTest";
        }
        String reason = ELSEWHERE.get(one.name());
        if (reason != null) {
            return reason;
        }
        List<Path> captures = one.paths("trace_file");
        if (captures.isEmpty() || !Files.exists(captures.getFirst())) {
            return "its capture is absent";
        }
        return null;
    }

    private static LoadOptions options(RegressionCase one) {
        List<Choice> choices = new ArrayList<>();
        one.texts("disabled_rules").forEach(part -> choices.add(Choice.disableContaining(part)));
        one.texts("disable_tags").forEach(tag -> choices.add(Choice.disableTag(tag)));
        if (one.has("run_tags")) {
            choices.addAll(Choice.onlyTags(one.texts("run_tags")));
        }
        String name = one.text("priority");
        Priority minimum = name == null ? null : Priority.named(name);
        return LoadOptions.ALL
                .with(choices)
                .withMinimum(minimum == null ? Priority.DEBUG : minimum);
    }

    private static AlertForm form(RegressionCase one) {
        AlertTime time = new AlertTime(ZoneOffset.UTC, one.flag("time_iso_8601", false));
        return one.flag("json_output", false)
                ? new AlertJson(
                        time,
                        one.flag("json_include_output_property", true),
                        one.flag("json_include_tags_property", true))
                : new AlertText(time);
    }
}
