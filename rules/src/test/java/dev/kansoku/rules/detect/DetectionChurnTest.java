// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.MatchValues;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.alert.AlertJson;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.alert.AlertText;
import dev.kansoku.rules.alert.AlertTime;
import dev.kansoku.rules.alert.Secrets;
import dev.kansoku.rules.correlate.CorrelationCounts;
import dev.kansoku.rules.correlate.CorrelationOptions;
import dev.kansoku.rules.correlate.Correlator;
import dev.kansoku.rules.correlate.RecentEvents;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadResult;
import dev.kansoku.rules.load.RuleLoader;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.Matching;
import dev.kansoku.rules.output.OutputSpec;
import dev.kansoku.rules.output.OutputSurroundings;
import dev.kansoku.rules.output.Outputs;
import dev.kansoku.rules.output.Patience;
import dev.kansoku.rules.starter.StarterRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The starter rules, and rules that remember, over processes without end: what is kept does not
 * grow. {@code -Dkansoku.churn=60m} has it go on for an hour and tell each minute.
 */
class DetectionChurnTest {
    private static final long PROCESSES = 60_000;
    private static final long SLACK = 16L << 20;
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final EngineFields TEXT =
            new EngineFields(FieldOptions.text().withZone(ZoneOffset.UTC).withNames(false));
    private static final EngineFields TYPED =
            new EngineFields(FieldOptions.json().withZone(ZoneOffset.UTC).withNames(false));
    private static final String REMEMBERING =
            """
            - rule: program that reads and connects
              desc: d
              sequence:
                within: 5m
                steps:
                  - evt.type=connect and fd.sport=443
                  - evt.type=openat and fd.name=/etc/shadow
              output: "%proc.cmdline %seq1.fd.name"
              priority: NOTICE
            - rule: many files of a container
              desc: d
              condition: evt.type=openat and fd.name startswith /tmp/
              threshold: {count: 100, within: 10s, by: [container], distinct: fd.name}
              output: "%container.id %threshold.count"
              suppress: {for: 60s, by: [container.id]}
              priority: NOTICE
            - rule: password on a command line
              desc: d
              condition: evt.type=execve and proc.cmdline contains "--password="
              output: "%proc.cmdline of %user.name"
              suppress: {for: 60s, by: [proc.name]}
              priority: INFO
            """;

    @TempDir Path folder;

    private long first = -1;
    private long last;
    private long alerts;

    @Test
    void whatIsKeptDoesNotGrow() throws Exception {
        String asked = System.getProperty("kansoku.churn", "");
        Duration length =
                asked.isEmpty()
                        ? Duration.ZERO
                        : Duration.parse("PT" + asked.toUpperCase(Locale.ROOT));
        Path rules = folder.resolve("remembering.yaml");
        Files.writeString(rules, REMEMBERING);
        LoadResult loaded =
                new RuleLoader(TEXT, LoadOptions.ALL)
                        .load(List.of(Path.of(StarterRules.NAME), rules));
        assertThat(loaded.errors()).isEmpty();
        long begin = System.nanoTime();
        long[] next = {begin + LOOK.toNanos()};
        Churn[] churn = new Churn[1];
        LongPredicate goesOn =
                length.isZero()
                        ? process -> {
                            if (process == PROCESSES / 4 && first < 0) {
                                first = live();
                            }
                            return process < PROCESSES;
                        }
                        : process -> {
                            long now = System.nanoTime();
                            if (now >= next[0]) {
                                next[0] = now + LOOK.toNanos();
                                tell(churn[0], now - begin);
                            }
                            return now - begin < length.toNanos();
                        };
        churn[0] = new Churn(goesOn);
        try (Outputs outputs = outputs()) {
            CorrelationCounts counts = run(churn[0], loaded.rules(), outputs);
            System.out.printf(
                    "churn: %,d processes, %,d events, %,d alerts, %,d suppressed: %.1f MB live"
                            + " at first, %.1f at the end%n",
                    churn[0].processes(),
                    churn[0].events(),
                    alerts,
                    counts.suppressed(),
                    first / 1e6,
                    last / 1e6);
            assertThat(alerts).isPositive();
            assertThat(outputs.counts().getFirst().dropped()).isZero();
            assertThat(last - first).isLessThan(SLACK);
        }
    }

    private Outputs outputs() throws Exception {
        OutputSpec file =
                OutputSpec.parse(
                        "file:" + folder.resolve("alerts") + " rotate-bytes=4M rotate-keep=2");
        AlertTime time = new AlertTime(ZoneOffset.UTC, true);
        return Outputs.open(
                List.of(file),
                new OutputSurroundings(
                        new AlertText(time),
                        new AlertJson(time, true, true),
                        true,
                        Patience.WAITS,
                        path -> {
                            throw new IOException("no syslog at " + path);
                        },
                        System.out::println,
                        form -> form));
    }

    private CorrelationCounts run(Churn churn, List<Rule> rules, Outputs outputs) throws Exception {
        MatchValues values = new MatchValues();
        Correlator correlator =
                new Correlator(
                        TEXT,
                        values,
                        CorrelationOptions.USUAL
                                .withDedup(Duration.ofSeconds(10).toNanos())
                                .withMemory(new RecentEvents(), true, Secrets.USUAL::masked),
                        alert -> {
                            alerts++;
                            outputs.accept(alert);
                        });
        AlertMaker maker =
                new AlertMaker(
                        new MatchFields(TEXT, values),
                        new MatchFields(TYPED, values),
                        Secrets.USUAL,
                        "test",
                        AlertMaker.OF_CONTAINER,
                        correlator);
        List<Rule> matched = correlator.prepare(rules);
        maker.prepare(rules);
        correlator.to(maker);
        FusedMatcher matcher = new FusedMatcher(matched, TEXT, Matching.ALL);
        EventContext context = new EventContext();
        Sink sink = correlator.before(new Detector(matcher, correlator), null);
        new Pipeline(churn, context, _ -> true, matcher.eventTypes(), sink).run();
        last = live();
        assertThat(context.state().losses().evictedThreads()).isZero();
        assertThat(context.state().losses().refusedTexts()).isZero();
        CorrelationCounts counts = correlator.counts();
        correlator.end();
        return counts;
    }

    private void tell(Churn churn, long nanos) {
        long live = live();
        if (first < 0) {
            first = live;
        }
        System.out.printf(
                "churn after %d min: %,d processes, %,d events, %,d alerts, %.1f MB live, %.1f MB"
                        + " resident%n",
                Duration.ofNanos(nanos).toMinutes(),
                churn.processes(),
                churn.events(),
                alerts,
                live / 1e6,
                resident() / 1e6);
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Bytes of memory that this process has in all, 0 where that is not known. */
    private static long resident() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException _) {
            // another system than Linux
        }
        return 0;
    }
}
