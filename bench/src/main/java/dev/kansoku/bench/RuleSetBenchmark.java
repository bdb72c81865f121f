// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.event.Event;
import dev.kansoku.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What each of sixty filters costs for an event when all of them are asked, as rules are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RuleSetBenchmark {
    private static final int RULES = 60;

    /** Conditions as detection rules have them; each is taken several times with other literals. */
    private static final List<String> SHAPES =
            List.of(
                    "evt.type in (open, openat, openat2) and fd.name startswith /etc/%d and not"
                            + " proc.name in (a%d, b%d)",
                    "evt.type = execve and proc.name in (nc%d, ncat%d, socat%d)",
                    "evt.type in (read, write) and evt.rawres > %d000 and fd.name glob"
                            + " /home/*/.ssh/%d",
                    "proc.name = shell%d and (fd.name contains secret%d or fd.name endswith"
                            + " .pem%d)",
                    "fd.name pmatch (/proc/%d, /sys/%d, /boot) and evt.type in (write, writev,"
                            + " pwrite)",
                    "(evt.type = connect or evt.type = accept4) and evt.rawres < 0 and proc.name !="
                            + " svc%d");

    /** Node by node, or by a class for each. */
    @Param({"INTERPRETED", "COMPILED"})
    public Filter.Evaluation evaluation = Filter.Evaluation.COMPILED;

    private final Event event = new Event();
    private final SampleEvents events = new SampleEvents();
    private final AllocationWatch allocation = new AllocationWatch();
    private Filter<Event> @Nullable [] rules;

    /** Makes the rules ready. */
    @Setup
    @SuppressWarnings("unchecked")
    public void prepare() {
        List<Filter<Event>> all = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            String text = SHAPES.get(i % SHAPES.size()).replace("%d", Integer.toString(i));
            all.add(SampleFields.filter(text, evaluation));
        }
        rules = all.toArray((Filter<Event>[]) new Filter<?>[0]);
    }

    /** Counts what an iteration allocates. */
    @Setup(Level.Iteration)
    public void watch() {
        allocation.begin();
    }

    /** Fails where it is more than nothing for an event. */
    @TearDown(Level.Iteration)
    public void assertNothingIsAllocated() {
        allocation.end();
    }

    /** All rules for all events. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.COUNT * RULES)
    public int matches() {
        Filter<Event>[] rules = Objects.requireNonNull(this.rules);
        int matched = 0;
        for (int i = 0; i < SampleEvents.COUNT; i++) {
            events.at(i, event);
            for (Filter<Event> rule : rules) {
                matched += rule.matches(event) ? 1 : 0;
            }
        }
        return matched;
    }
}
