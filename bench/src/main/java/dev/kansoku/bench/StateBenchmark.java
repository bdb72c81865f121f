// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.ProcessEntry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/**
 * What the state costs for each event, on a host with few threads and on one with many, of which
 * the events come at random: the cursor's move and {@link SystemState#apply}, nothing else.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StateBenchmark {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Rounds of one invocation. */
    private static final int ROUNDS = 4096;

    private static final int FIRST_PID = 300;

    /** Children have pids that no other thread has. */
    private static final int FIRST_CHILD = 1_000_000;

    /** How many threads there are. */
    @Param({"100", "100000"})
    public int threads;

    private final Event event = new Event();
    private SystemState state = new SystemState();
    private Events reads = new Events(1);
    private Events files = new Events(1);
    private Events sockets = new Events(1);
    private Events lives = new Events(1);
    private long now = 1_000_000_000_000L;
    private final AllocationWatch watch = new AllocationWatch();
    private boolean mayAllocate;

    /** Ready-made events, each of which gets its time when it is played. */
    private static final class Events {
        private final byte[][] bytes;
        private final int[] parameters;
        private int size;

        Events(int most) {
            bytes = new byte[most][];
            parameters = new int[most];
        }

        void add(EventBuilder builder, int count) {
            bytes[size] = builder.toBytes();
            parameters[size++] = count;
        }
    }

    private static int code(String name, boolean exit) {
        return EventTable.all().stream()
                .filter(type -> type.name().equals(name) && type.isExit() == exit)
                .filter(type -> !type.has(EventFlag.UNUSED))
                .reduce((_, newest) -> newest)
                .map(EventType::code)
                .orElseThrow();
    }

    @Setup
    public void populate() {
        state = new SystemState();
        for (int i = 0; i < threads; i++) {
            ProcessEntry entry = new ProcessEntry();
            entry.tid = FIRST_PID + i;
            entry.pid = entry.tid;
            entry.ptid = 1;
            entry.vtid = entry.tid;
            entry.vpid = entry.pid;
            entry.comm = ascii("service");
            entry.exe = ascii("/usr/bin/service");
            entry.env = ascii("PATH=/bin\0");
            entry.cwd = ascii("/srv");
            state.process(entry);
        }
        reads = new Events(ROUNDS);
        files = new Events(3 * ROUNDS);
        sockets = new Events(3 * ROUNDS);
        lives = new Events(4 * ROUNDS);
        Random random = new Random(1);
        EventBuilder builder = new EventBuilder();
        byte[] data = new byte[80];
        for (int i = 0; i < ROUNDS; i++) {
            long tid = FIRST_PID + random.nextInt(threads);
            builder.begin(code("read", true), 0, tid, 4);
            builder.number(80).bytes(data).number(3).number(80);
            reads.add(builder, 4);
            file(builder, tid, i);
            socket(builder, tid, i);
            life(builder, tid, FIRST_CHILD + i);
        }
        play(reads); // with the first event the tables are complete
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void file(EventBuilder builder, long tid, int i) {
        builder.begin(code("openat", true), 0, tid, 7).number(3).number(-100);
        builder.text("/srv/data/file-" + i % 1000).number(1).number(0).number(0).number(i);
        files.add(builder, 7);
        builder.begin(code("read", true), 0, tid, 4);
        builder.number(80).bytes(new byte[80]).number(3).number(80);
        files.add(builder, 4);
        builder.begin(code("close", true), 0, tid, 2).number(0).number(3);
        files.add(builder, 2);
    }

    private void socket(EventBuilder builder, long tid, int i) {
        builder.begin(code("socket", true), 0, tid, 5).number(5).number(2).number(1).number(0);
        builder.number(0);
        sockets.add(builder, 5);
        byte[] tuple = {2, 10, 0, 0, 1, 80, (byte) (i % 100), 10, 0, 0, 2, 80, 0};
        byte[] address = {2, 10, 0, 0, 2, 80, 0};
        builder.begin(code("connect", true), 0, tid, 4).number(0).bytes(tuple).number(5);
        builder.bytes(address);
        sockets.add(builder, 4);
        builder.begin(code("close", true), 0, tid, 2).number(0).number(5);
        sockets.add(builder, 2);
    }

    /** The parent's exit of a clone, the child's, an execution, the end. */
    private void life(EventBuilder builder, long parent, long child) {
        cloned(builder, parent, child, parent, 1);
        cloned(builder, child, 0, child, parent);
        builder.begin(code("execve", true), 0, child, 17).number(0).text("ls");
        builder.bytes(ascii("-l\0/srv\0")).number(child).number(child).number(parent);
        builder.text("").number(1024);
        for (int i = 0; i < 5; i++) {
            builder.number(i);
        }
        builder.text("ls").bytes(ascii("cpu=/a\0")).bytes(ascii("PATH=/bin\0")).number(0);
        lives.add(builder, 17);
        builder.begin(code("procexit", false), 0, child, 5);
        builder.number(0).number(0).number(0).number(0).number(0);
        lives.add(builder, 5);
    }

    private void cloned(EventBuilder builder, long tid, long result, long pid, long ppid) {
        builder.begin(code("clone3", true), 0, tid, 21).number(result).text("/usr/bin/service");
        builder.bytes(ascii("-x\0")).number(tid).number(pid).number(ppid).text("").number(1024);
        for (int i = 0; i < 5; i++) {
            builder.number(i);
        }
        builder.text("service").bytes(ascii("cpu=/a\0")).number(0).number(0).number(0);
        builder.number(tid).number(pid).number(0);
        lives.add(builder, 21);
    }

    @Setup(Level.Iteration)
    public void begin() {
        mayAllocate = false;
        watch.begin();
    }

    /** Calls that change nothing allocate nothing. */
    @TearDown(Level.Iteration)
    public void end() {
        if (!mayAllocate) {
            watch.end();
        }
    }

    private long play(Events events) {
        long sum = 0;
        for (int i = 0; i < events.size; i++) {
            byte[] bytes = events.bytes[i];
            LONG.set(bytes, EventHeader.TIMESTAMP, now += 1000);
            event.wrap(bytes, 0, EventHeader.SIZE, events.parameters[i]);
            state.apply(event);
            sum += state.fdNumber();
        }
        return sum;
    }

    /** Of threads at random, each a call on an fd. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public long read() {
        return play(reads);
    }

    /** openat, read, close. */
    @Benchmark
    @OperationsPerInvocation(3 * ROUNDS)
    public long openReadClose() {
        mayAllocate = true;
        return play(files);
    }

    /** socket, connect, close. */
    @Benchmark
    @OperationsPerInvocation(3 * ROUNDS)
    public long socketConnectClose() {
        mayAllocate = true;
        return play(sockets);
    }

    /** Both exits of a clone, execve, procexit. */
    @Benchmark
    @OperationsPerInvocation(4 * ROUNDS)
    public long cloneExecExit() {
        mayAllocate = true;
        return play(lives);
    }
}
