// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.event.EventHeader;
import dev.kansoku.event.LittleEndian;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The events that tell where others were lost, {@code drop}: their {@code ratio} is how many of one
 * CPU were lost since the CPU's last such event. The kernel program puts one into the ring before
 * the first event that fits again ({@code struct drop} of {@code record.h}), with the counts of all
 * that its CPU has lost so far, and of what it has held back, behind:
 *
 * <pre>
 *   0                 26              28      32         40
 *  +-----------------+---------------+-------+----------+---------------+
 *  | event header    | ratio's length| ratio | lost u64 | throttled u64 |
 *  +-----------------+---------------+-------+----------+---------------+
 * </pre>
 *
 * Where nothing follows that could fit, the event is made here. What was held back alone makes none
 * before the end: it is told of with the notices of {@code limit.h}.
 */
final class DropEvents {
    /** The code of these events. */
    static final int CODE = 148;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int RATIO_LENGTH = EventHeader.SIZE;
    private static final int RATIO = RATIO_LENGTH + 2;
    private static final int SIZE = RATIO + 4;
    private static final int LOST = SIZE;
    private static final int THROTTLED = LOST + 8;
    private static final int RECORD = THROTTLED + 8;
    private static final long NO_THREAD = -1;
    private static final long MOST = 0xffff_ffffL;

    private final CpuAccounts accounts;

    /** How many of each CPU's events are told of: lost, and with those held back. */
    private final long[] toldLost;

    private final long[] told;

    DropEvents(CpuAccounts accounts) {
        this.accounts = accounts;
        this.told = new long[accounts.cpus()];
        this.toldLost = new long[accounts.cpus()];
    }

    /**
     * Completes an event from the ring. False where all that it could tell of has been told.
     *
     * @param length of the ring's record
     */
    boolean complete(int cpu, byte[] bytes, int length) {
        if (length != RECORD || LittleEndian.unsigned(bytes, EventHeader.LENGTH, 4) != SIZE) {
            throw new IllegalStateException("the kernel program wrote a drop without a form");
        }
        return tell(
                cpu,
                LittleEndian.signed(bytes, LOST, 8),
                LittleEndian.signed(bytes, THROTTLED, 8),
                bytes);
    }

    /**
     * A CPU that has lost events of which nothing tells yet, or -1.
     *
     * @param all whether what was held back counts
     */
    int untold(boolean all) {
        for (int cpu = 0; cpu < told.length; cpu++) {
            long lost = accounts.lost(cpu);
            if (all ? lost + accounts.throttled(cpu) > told[cpu] : lost > toldLost[cpu]) {
                return cpu;
            }
        }
        return -1;
    }

    /**
     * Makes an event that tells of what a CPU has lost.
     *
     * @param time nanoseconds since boot
     */
    void make(int cpu, long time, byte[] bytes) {
        LONG.set(bytes, EventHeader.TIMESTAMP, time);
        LONG.set(bytes, EventHeader.THREAD_ID, NO_THREAD);
        INT.set(bytes, EventHeader.LENGTH, SIZE);
        SHORT.set(bytes, EventHeader.TYPE, (short) CODE);
        INT.set(bytes, EventHeader.PARAMETER_COUNT, 1);
        SHORT.set(bytes, RATIO_LENGTH, (short) 4);
        tell(cpu, accounts.lost(cpu), accounts.throttled(cpu), bytes);
    }

    private boolean tell(int cpu, long lost, long throttled, byte[] bytes) {
        long news = lost + throttled - told[cpu];
        if (news <= 0) {
            return false;
        }
        told[cpu] = lost + throttled;
        toldLost[cpu] = lost;
        INT.set(bytes, RATIO, (int) Math.min(news, MOST));
        return true;
    }
}
