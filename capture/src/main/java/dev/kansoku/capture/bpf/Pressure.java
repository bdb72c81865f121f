// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.capture.OnPressure;
import dev.kansoku.engine.source.Shed;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The kernel program's {@code struct pressure} of {@code pressure.h} for each CPU, mapped: from
 * which fill of the ring on what is shed, and how much was.
 *
 * <pre>
 *   0       4      8       12     16             32           48          80
 *  +-------+------+-------+------+--------------+------------+-----------+-----
 *  | level | left | share | told | 4 begins u32 | 4 ends u32 | 4 shed u64|
 *  +-------+------+-------+------+--------------+------------+-----------+-----
 * </pre>
 *
 * The policy may be changed while the programs run.
 */
final class Pressure implements Held.Part {
    private static final int LEFT = 4;
    private static final int SHARE = 8;
    private static final int TOLD = 12;
    private static final int BEGINS = 16;
    private static final int ENDS = 32;
    private static final int SHED = 48;
    private static final int SIZE = 96;

    /** A ring is looked at each time that this part of it has been written. */
    private static final int LOOKS = 64;

    /** What is shed; each also sheds what those before it do. The order is the kernel program's. */
    enum Level {
        NONE(101, 0),
        PAYLOAD(50, 25),
        READ_WRITE(70, 50),
        OTHER(85, 70);

        /** From which fill of the ring on, in percent. */
        private final int begins;

        /** Below which fill no longer, in percent. */
        private final int ends;

        Level(int begins, int ends) {
            this.begins = begins;
            this.ends = ends;
        }
    }

    private static final VarHandle LONG = JAVA_LONG.varHandle();

    private final Mapping mapping;
    private final MemorySegment memory;
    private final int cpus;
    private final long ringBytes;

    Pressure(int map, int cpus, long ringBytes) throws SystemCallException {
        this.mapping = Mapping.of(map, 0, (long) cpus * SIZE, true);
        this.memory = mapping.memory();
        this.cpus = cpus;
        this.ringBytes = ringBytes;
    }

    void policy(OnPressure policy) {
        boolean sheds = policy == OnPressure.SHED;
        for (int cpu = 0; cpu < cpus; cpu++) {
            long at = (long) cpu * SIZE;
            for (Level level : Level.values()) {
                long field = at + (long) level.ordinal() * Integer.BYTES;
                memory.set(JAVA_INT, field + ENDS, bytes(sheds ? level.ends : 101));
                memory.set(JAVA_INT, field + BEGINS, bytes(sheds ? level.begins : 101));
            }
            memory.set(JAVA_INT, at + SHARE, (int) (ringBytes / LOOKS));
            memory.set(JAVA_INT, at + LEFT, 0);
        }
    }

    private int bytes(int percent) {
        return (int) (ringBytes * percent / 100);
    }

    /** What was left out so far. */
    Shed shed() {
        return new Shed(shed(Level.PAYLOAD), shed(Level.READ_WRITE), shed(Level.OTHER));
    }

    private long shed(Level level) {
        long sum = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            sum += shed(level, cpu);
        }
        return sum;
    }

    /** What a level left out on one CPU. */
    long shed(Level level, int cpu) {
        long field = (long) cpu * SIZE + SHED + (long) level.ordinal() * Long.BYTES;
        return (long) LONG.getOpaque(memory, field);
    }

    /**
     * Ends the pressure of a CPU that told of one and whose ring is empty: the programs see that
     * themselves only where a next event comes on that CPU. Returns its number, or -1 where there
     * is none.
     */
    int calm(Ring[] rings) {
        for (int cpu = 0; cpu < cpus; cpu++) {
            long at = (long) cpu * SIZE;
            if (memory.get(JAVA_INT, at + TOLD) != 0 && rings[Rings.indexOf(cpu)].fill() == 0) {
                memory.set(JAVA_INT, at, 0);
                memory.set(JAVA_INT, at + TOLD, 0);
                return cpu;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        mapping.close();
    }
}
