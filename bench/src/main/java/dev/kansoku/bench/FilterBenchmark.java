// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.event.Event;
import dev.kansoku.filter.Filter;
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

/** What a filter costs for an event, the move of the cursor included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilterBenchmark {
    /** From one that the event's type decides to one of several checks. */
    @Param({
        "evt.type=open",
        "proc.name=none",
        "evt.rawres>100",
        "proc.name in (cat, bash, program3, nginx, redis-server)",
        "fd.name contains passwd",
        "fd.name glob /etc/*",
        "evt.type=read and evt.rawres>100 and proc.name!=program1",
        "(evt.type=open or evt.type=openat) and fd.name startswith /etc and not proc.name in (a, b)"
    })
    public String filter = "";

    /** Node by node, or by a class. */
    @Param({"INTERPRETED", "COMPILED"})
    public Filter.Evaluation evaluation = Filter.Evaluation.COMPILED;

    private final Event event = new Event();
    private final SampleEvents events = new SampleEvents();
    private final AllocationWatch allocation = new AllocationWatch();
    private @Nullable Filter<Event> ready;

    /** Makes the filter ready. */
    @Setup
    public void prepare() {
        ready = SampleFields.filter(filter, evaluation);
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

    /** All events in turn. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.COUNT)
    public int matches() {
        Filter<Event> ready = Objects.requireNonNull(this.ready);
        int matched = 0;
        for (int i = 0; i < SampleEvents.COUNT; i++) {
            events.at(i, event);
            matched += ready.matches(event) ? 1 : 0;
        }
        return matched;
    }
}
