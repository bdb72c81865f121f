// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.engine.source.CpuLosses;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel programs publish of each CPU: {@code struct cpu} of {@code cpu.h}, mapped. Each
 * CPU has two cache lines:
 *
 * <pre>
 *   0        8          64     72         80       88    96      104      112    120         128
 *  +--------+----------+------+----------+--------+-----+-------+--------+------+-----------+
 *  | taking |          | full | oversize | nested | cut | fault | events | told | throttled |
 *  +--------+----------+------+----------+--------+-----+-------+--------+------+-----------+
 * </pre>
 *
 * {@code taking} is the CPU's watermark: no event that it has yet to tell of is from before this
 * time.
 */
final class CpuAccounts implements Held.Part {
    static final int SIZE = 128;

    /** A watermark where no event is being put together. */
    static final long IDLE = 0;

    /** A watermark where an event is about to take its time. */
    static final long UNKNOWN = 1;

    private static final VarHandle LONG = JAVA_LONG.varHandle();
    private static final int FULL = 64;
    private static final int OVERSIZE = 72;
    private static final int NESTED = 80;
    private static final int CUT = 88;
    private static final int FAULT = 96;
    private static final int EVENTS = 104;
    private static final int THROTTLED = 120;

    private final @Nullable Mapping mapping;
    private final MemorySegment memory;
    private final int cpus;

    CpuAccounts(int map, int cpus) throws SystemCallException {
        this.mapping = Mapping.of(map, 0, (long) SIZE * cpus, false);
        this.memory = mapping.memory();
        this.cpus = cpus;
    }

    /** Accounts that lie in this memory. */
    CpuAccounts(MemorySegment memory) {
        this.mapping = null;
        this.memory = memory;
        this.cpus = (int) (memory.byteSize() / SIZE);
    }

    int cpus() {
        return cpus;
    }

    /** A CPU's watermark in nanoseconds since boot, or {@link #IDLE} or {@link #UNKNOWN}. */
    long watermark(int cpu) {
        return (long) LONG.getAcquire(memory, (long) cpu * SIZE);
    }

    /** Whether an event is being put together on any CPU. */
    boolean isAnyBusy() {
        for (int cpu = 0; cpu < cpus; cpu++) {
            if (watermark(cpu) != IDLE) {
                return true;
            }
        }
        return false;
    }

    /** How many events a CPU has written. */
    long events(int cpu) {
        return counter(cpu, EVENTS);
    }

    /** How many events were written. */
    long events() {
        long events = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            events += events(cpu);
        }
        return events;
    }

    /** How many events a CPU has lost, without those held back. */
    long lost(int cpu) {
        return counter(cpu, FULL) + counter(cpu, OVERSIZE) + counter(cpu, NESTED);
    }

    /** How many events of a CPU were held back, since their cgroup made too many. */
    long throttled(int cpu) {
        return counter(cpu, THROTTLED);
    }

    /** What each CPU has lost. */
    List<CpuLosses> losses() {
        List<CpuLosses> losses = new ArrayList<>(cpus);
        for (int cpu = 0; cpu < cpus; cpu++) {
            losses.add(
                    new CpuLosses(
                            cpu,
                            counter(cpu, FULL),
                            counter(cpu, OVERSIZE),
                            counter(cpu, NESTED),
                            throttled(cpu),
                            counter(cpu, CUT),
                            counter(cpu, FAULT)));
        }
        return losses;
    }

    private long counter(int cpu, int offset) {
        return (long) LONG.getOpaque(memory, (long) cpu * SIZE + offset);
    }

    @Override
    public void close() {
        if (mapping != null) {
            mapping.close();
        }
    }
}
