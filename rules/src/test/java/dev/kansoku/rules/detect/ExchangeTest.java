// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadResult;
import dev.kansoku.rules.load.RuleLoader;
import dev.kansoku.rules.load.RuleText;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.Matching;
import dev.kansoku.rules.match.RuleMatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Rules that are exchanged while events run through them. */
class ExchangeTest {
    private static final Path CAPTURE = Path.of("../cli/src/test/captures/files.scap.gz");
    private static final FieldCatalogue<EventContext> FIELDS =
            new EngineFields(FieldOptions.text());

    private final List<String> seen = new ArrayList<>();

    private static RuleMatcher matcher(String name, String condition) {
        LoadResult result =
                new RuleLoader(FIELDS, LoadOptions.ALL)
                        .loadTexts(
                                List.of(
                                        new RuleText(
                                                name,
                                                "- rule: "
                                                        + name
                                                        + "\n  desc: d\n  condition: "
                                                        + condition
                                                        + "\n  output: o\n  priority: NOTICE\n")));
        assertThat(result.errors()).isEmpty();
        List<Rule> rules = result.rules();
        return new FusedMatcher(rules, FIELDS, Matching.FIRST);
    }

    private Detector detector(RuleMatcher matcher) {
        return new Detector(
                matcher, (rule, context) -> seen.add(context.event().number() + " " + rule.name()));
    }

    @Test
    void eachEventIsSeenOnceByOldOrNewRules() throws Exception {
        RuleMatcher[] sets = {matcher("old", "evt.num>=0"), matcher("new", "evt.num>=0")};
        Detector detector = detector(sets[0]);
        AtomicBoolean over = new AtomicBoolean();
        Thread exchanger =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 1; !over.get(); i++) {
                                        detector.exchange(sets[i % 2]);
                                    }
                                });
        try (ScapSource source = new ScapSource(List.of(CAPTURE.toString()))) {
            Pipeline pipeline = new Pipeline(source, new EventContext(), detector);
            pipeline.run();
            over.set(true);
            exchanger.join();

            assertThat(seen).hasSize((int) pipeline.shown());
            assertThat(seen.stream().map(line -> line.split(" ")[0]).distinct())
                    .hasSize((int) pipeline.shown());
        }
    }

    @Test
    void newRulesSeeTypesThatOldOnesDidNotWantAndTheStateIsKept() throws Exception {
        RuleMatcher old = matcher("old", "evt.type=close");
        RuleMatcher other = matcher("new", "evt.type=read and fd.name exists");
        Detector detector = detector(old);
        Pipeline[] pipeline = new Pipeline[1];
        try (ForwardingSource source =
                new ForwardingSource(new ScapSource(List.of(CAPTURE.toString()))) {
                    private int delivered;

                    @Override
                    public boolean next(Event event, StartListener start) throws IOException {
                        if (++delivered == 100) {
                            BitSet both = old.eventTypes();
                            both.or(other.eventTypes());
                            pipeline[0].want(both);
                            detector.exchange(other);
                        }
                        return super.next(event, start);
                    }
                }) {
            EventContext context = new EventContext();
            pipeline[0] = new Pipeline(source, context, _ -> true, old.eventTypes(), detector);
            pipeline[0].run();
        }

        assertThat(seen).anyMatch(line -> line.endsWith("old"));
        assertThat(seen).anyMatch(line -> line.endsWith("new"));
        int lastOld = last("old");
        int firstNew = first("new");
        assertThat(lastOld).isLessThan(firstNew);
    }

    private int last(String name) {
        return numbers(name).getLast();
    }

    private int first(String name) {
        return numbers(name).getFirst();
    }

    private List<Integer> numbers(String name) {
        return seen.stream()
                .filter(line -> line.endsWith(name))
                .map(line -> Integer.valueOf(line.split(" ")[0]))
                .toList();
    }
}
