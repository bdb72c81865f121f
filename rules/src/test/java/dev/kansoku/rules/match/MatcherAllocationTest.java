// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.RuleLoader;
import dev.kansoku.rules.starter.StarterRules;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown to rules and matches none leaves nothing for the garbage collector. */
class MatcherAllocationTest {
    private static final Path CAPTURES = Path.of("../cli/src/test/captures");
    private static final int NEVER = Integer.MAX_VALUE;

    private final EngineFields fields = new EngineFields(FieldOptions.text());
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long events;
    private long matches;
    private long allocated;

    /** By classes, and one rule after the other before there are classes. */
    @ParameterizedTest
    @ValueSource(ints = {1, NEVER})
    void anEventWithoutAnAlertAllocatesNothing(int worthAClass) throws IOException {
        List<Rule> rules =
                new RuleLoader(fields, LoadOptions.ALL)
                        .load(List.of(Path.of(StarterRules.NAME)))
                        .rules();
        FusedMatcher matcher = new FusedMatcher(rules, fields, Matching.ALL, worthAClass);
        List<String> captures = new ArrayList<>();
        for (String name : List.of("files", "list")) {
            captures.add(CAPTURES.resolve(name + ".scap.gz").toString());
        }
        for (String capture : captures) {
            replay(capture, matcher);
        }

        assertThat(events).isGreaterThan(500);
        assertThat(allocated).as("bytes of %d events", events).isZero();
    }

    private void replay(String capture, FusedMatcher matcher) throws IOException {
        MatchListener counts = (_, _) -> matches++;
        try (EventSource source = new ExitsOnly(new ScapSource(List.of(capture)))) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                long before = matches;
                                matcher.match(context, counts); // its type, its thread
                                if (matches == before) {
                                    measure(context, matcher, counts);
                                }
                                return true;
                            })
                    .run();
        }
    }

    private void measure(EventContext context, FusedMatcher matcher, MatchListener listener)
            throws IOException {
        long before = threads.getCurrentThreadAllocatedBytes();
        matcher.match(context, listener);
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
        events++;
    }

    /** The scale shows what there is. */
    @Test
    void anAllocationIsSeen() {
        long before = threads.getCurrentThreadAllocatedBytes();
        byte[] some = new byte[1000];

        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isGreaterThanOrEqualTo(some.length);
    }
}
