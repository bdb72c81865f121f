package dev.kansoku.bench;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
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
    private static final int EVENTS = 4096;

    private final Event event = new Event();
    private byte[] bytes = new byte[0];
    private int[] starts = new int[0];
    private int[] counts = new int[0];

    /** A run of exits of read and openat, as a file reader makes them. */
    @Setup
    public void fill() {
        EventType read = exit("read");
        EventType openat = exit("openat");
        EventBuilder builder = new EventBuilder();
        byte[] data = new byte[80];
        bytes = new byte[EVENTS * 256];
        starts = new int[EVENTS];
        counts = new int[EVENTS];
        int end = 0;
        for (int i = 0; i < EVENTS; i++) {
            byte[] one;
            if (i % 8 == 0) {
                builder.begin(openat.code(), i, 100 + i % 7, 5);
                builder.number(3).number(-100).text("/etc/hosts").number(1).number(0);
                counts[i] = 5;
            } else {
                builder.begin(read.code(), i, 100 + i % 7, 2);
                builder.number(80).bytes(data);
                counts[i] = 2;
            }
            one = builder.toBytes();
            System.arraycopy(one, 0, bytes, end, one.length);
            starts[i] = end;
            end += one.length;
        }
    }

    private static EventType exit(String name) {
        return EventTable.all().stream()
                .filter(type -> type.name().equals(name) && type.isExit())
                .findFirst()
                .orElseThrow();
    }

    /** Header only: type, thread, time. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long header() {
        long sum = 0;
        for (int i = 0; i < EVENTS; i++) {
            event.wrap(bytes, starts[i], EventHeader.SIZE, counts[i]);
            sum += event.code() + event.tid() + event.timestamp();
        }
        return sum;
    }

    /** The header, the result, and where the last parameter lies. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long headerAndParameters() {
        long sum = 0;
        for (int i = 0; i < EVENTS; i++) {
            event.wrap(bytes, starts[i], EventHeader.SIZE, counts[i]);
            sum += event.tid() + event.signed(0) + event.offset(counts[i] - 1);
        }
        return sum;
    }

    /** The check that every event of a file or a ring passes before it is trusted. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long fits() {
        long sum = 0;
        for (int i = 0; i < EVENTS; i++) {
            sum +=
                    Event.fits(
                                    bytes,
                                    starts[i],
                                    bytes.length - starts[i],
                                    EventHeader.SIZE,
                                    counts[i])
                            ? 1
                            : 0;
        }
        return sum;
    }
}
