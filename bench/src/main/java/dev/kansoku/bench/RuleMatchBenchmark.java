// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadedRule;
import dev.kansoku.rules.load.RuleLoader;
import dev.kansoku.rules.match.FilterMatcher;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.Matching;
import dev.kansoku.rules.match.RuleMatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One replay of a capture under rules: {@code -p capture=FILE -p rules=FILE[,FILE...]}; no rules
 * for what the replay costs without them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RuleMatchBenchmark {
    /** The capture's file. */
    @Param("")
    public String capture = "";

    /** The rule files, with commas between. */
    @Param("")
    public String rules = "";

    /** Rule after rule, or all at once. */
    @Param({"FilterMatcher", "FusedMatcher"})
    public String matcher = "";

    private @Nullable RuleMatcher ready;

    /** Makes the rules ready. */
    @Setup
    public void prepare() {
        EngineFields fields = new EngineFields(FieldOptions.text());
        List<Path> files =
                Arrays.stream(rules.split(",", -1))
                        .filter(name -> !name.isEmpty())
                        .map(Path::of)
                        .toList();
        List<Rule> all =
                new RuleLoader(fields, LoadOptions.ALL)
                        .load(files).all().stream().map(LoadedRule::rule).toList();
        ready =
                matcher.equals("FusedMatcher")
                        ? new FusedMatcher(all, fields, Matching.ALL)
                        : new FilterMatcher(all, fields, Matching.ALL);
    }

    /** All events of the capture; how many matches there are. */
    @Benchmark
    public long replay() throws IOException {
        RuleMatcher matcher = Objects.requireNonNull(ready);
        long[] matches = {0};
        try (EventSource source = new ScapSource(List.of(capture))) {
            new Pipeline(
                            source,
                            new EventContext(),
                            _ -> true,
                            matcher.eventTypes(),
                            context -> {
                                matcher.match(context, (_, _) -> matches[0]++);
                                return true;
                            })
                    .run();
        }
        return matches[0];
    }
}
