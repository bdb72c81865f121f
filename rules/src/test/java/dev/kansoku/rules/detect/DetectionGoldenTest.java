// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.rules.Shared;
import dev.kansoku.rules.alert.AlertJson;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.alert.AlertTime;
import dev.kansoku.rules.load.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The alerts of Falco's public rules on all captures are Falco's, byte for byte: the same events,
 * the same rules, the same fields with the same values.
 *
 * <p>The one difference: Falco says the name of the machine that it replays on, Kansoku that of the
 * machine that the events are of. Here both are given the golden's.
 */
class DetectionGoldenTest {
    /** It takes a minute, and no rule fires in it. */
    private static final String LARGE = "bench";

    private static final List<String> ALL =
            List.of("falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml");

    @TestFactory
    Stream<DynamicTest> theStableRulesSayWhatTheySayInFalco() throws IOException {
        return goldens("falco.jsonl").map(golden -> test(golden, ALL.subList(0, 1)));
    }

    @TestFactory
    Stream<DynamicTest> allPublicRulesSayWhatTheySayInFalco() throws IOException {
        return goldens("falco-all.jsonl").map(golden -> test(golden, ALL));
    }

    private static Stream<Path> goldens(String name) throws IOException {
        List<Path> goldens = new ArrayList<>();
        try (Stream<Path> folders = Files.list(Shared.folder("captures"))) {
            folders.filter(folder -> !folder.endsWith(LARGE))
                    .map(folder -> folder.resolve(name))
                    .filter(Files::exists)
                    .sorted()
                    .forEach(goldens::add);
        }
        return goldens.stream();
    }

    private static DynamicTest test(Path golden, List<String> rules) {
        String name = golden.getParent().getFileName().toString();
        return DynamicTest.dynamicTest(name, () -> check(golden, rules));
    }

    private static void check(Path golden, List<String> rules) throws Exception {
        // its last lines are a summary
        List<String> expected =
                Files.readAllLines(golden).stream().filter(line -> line.startsWith("{")).toList();
        Path folder = golden.getParent();
        Path plain = folder.resolveSibling(folder.getFileName() + ".scap");
        Path packed = folder.resolveSibling(folder.getFileName() + ".scap.gz");
        String alerts =
                Replay.text(
                        Replay.alerts(
                                Files.exists(plain) ? plain : packed,
                                rules.stream().map(Shared.folder("rules")::resolve).toList(),
                                LoadOptions.ALL,
                                false,
                                hostname(expected),
                                AlertMaker.OF_CONTAINER),
                        new AlertJson(new AlertTime(ZoneOffset.UTC, false), true, true));
        assertThat(alerts.lines().toList()).isEqualTo(expected);
        System.out.println(
                "golden: "
                        + expected.size()
                        + " alerts of "
                        + rules.size()
                        + " rule files in "
                        + folder.getFileName());
    }

    private static String hostname(List<String> alerts) {
        return alerts.isEmpty() ? "" : alerts.getFirst().split("\"", 5)[3];
    }
}
