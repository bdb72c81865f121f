// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.event.Event;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to move the cursor to an event, and to read of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {
    private final Event event = new Event();
    private final SampleEvents events = new SampleEvents();

    /** Header only: type, thread, time. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.COUNT)
    public long header() {
        long sum = 0;
        for (int i = 0; i < SampleEvents.COUNT; i++) {
            events.at(i, event);
            sum += event.code() + event.tid() + event.timestamp();
        }
        return sum;
    }

    /** The header, the result, and where the last parameter lies. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.COUNT)
    public long headerAndParameters() {
        long sum = 0;
        for (int i = 0; i < SampleEvents.COUNT; i++) {
            events.at(i, event);
            sum += event.tid() + event.signed(0) + event.offset(events.parameters(i) - 1);
        }
        return sum;
    }

    /** The check that every event of a file or a ring passes before it is trusted. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.COUNT)
    public long fits() {
        long sum = 0;
        for (int i = 0; i < SampleEvents.COUNT; i++) {
            sum += events.fits(i) ? 1 : 0;
        }
        return sum;
    }
}
