package dev.kansoku.bench;

import dev.kansoku.event.Event;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.syntax.FilterException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
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
        "proc.name in (cat, bash, program3, nginx, redis-server)",
        "fd.name contains passwd",
        "fd.name glob /etc/*",
        "evt.type=read and evt.rawres>100 and proc.name!=program1",
        "(evt.type=open or evt.type=openat) and fd.name startswith /etc and not proc.name in (a, b)"
    })
    public String filter = "";

    private final Event event = new Event();
    private final SampleEvents events = new SampleEvents();
    private Filter<Event> ready = compile("evt.num=0");

    /** Makes the filter ready. */
    @Setup
    public void prepare() {
        ready = compile(filter);
    }

    private static Filter<Event> compile(String filter) {
        try {
            return Filter.compile(filter, new SampleFields());
        } catch (FilterException e) {
            throw new IllegalArgumentException(e.report(), e);
        }
    }

    /** All events in turn. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.COUNT)
    public int matches() {
        int matched = 0;
        for (int i = 0; i < SampleEvents.COUNT; i++) {
            events.at(i, event);
            matched += ready.matches(event) ? 1 : 0;
        }
        return matched;
    }
}
