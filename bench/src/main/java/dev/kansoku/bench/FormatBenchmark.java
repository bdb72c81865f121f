// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.format.DelimitedFormat;
import dev.kansoku.filter.format.JsonFormat;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
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

/** What it costs to write five fields of an event as a line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FormatBenchmark {
    private static final String LINE = "*%evt.num %proc.name %evt.type %evt.rawres %fd.name";

    private static final String TABLE = "evt.num,proc.name,evt.type,evt.rawres,fd.name";

    private final Event event = new Event();
    private final SampleEvents events = new SampleEvents();
    private final TextBuffer out = new TextBuffer(1 << 20);
    private final TextFormat<Event> text;
    private final JsonFormat<Event> json;
    private final DelimitedFormat<Event> csv;

    public FormatBenchmark() {
        try {
            text = TextFormat.compile(LINE, new SampleFields());
            json = JsonFormat.compile(LINE, new SampleFields());
            csv = DelimitedFormat.csv(TABLE, new SampleFields(), new SampleFields());
        } catch (FilterException e) {
            throw new IllegalStateException(e.report(), e);
        }
    }

    /** As text. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.COUNT)
    public int text() {
        out.clear();
        for (int i = 0; i < SampleEvents.COUNT; i++) {
            events.at(i, event);
            text.write(event, out);
            out.put('\n');
        }
        return out.length();
    }

    /** As JSON. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.COUNT)
    public int json() {
        out.clear();
        for (int i = 0; i < SampleEvents.COUNT; i++) {
            events.at(i, event);
            json.write(event, out);
            out.put('\n');
        }
        return out.length();
    }

    /** As CSV. */
    @Benchmark
    @OperationsPerInvocation(SampleEvents.COUNT)
    public int csv() {
        out.clear();
        for (int i = 0; i < SampleEvents.COUNT; i++) {
            events.at(i, event);
            csv.write(event, out);
            out.put('\n');
        }
        return out.length();
    }
}
