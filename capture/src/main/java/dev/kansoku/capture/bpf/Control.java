// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.capture.Detail;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;

/**
 * The kernel program's {@code struct control} of {@code control.h}, mapped: what decides about the
 * scope.
 *
 * <pre>
 *   0      4      8       12            16        20       28     32       48             112    116          120
 *  +------+------+-------+-------------+---------+--------+------+--------+--------------+------+------------+
 *  | mode | self | armed | armed execs | limited | unused | snap | unused | calls, 1 bit | side | generation |
 *  +------+------+-------+-------------+---------+--------+------+--------+--------------+------+------------+
 * </pre>
 */
final class Control implements Held.Part {
    private static final int SELF = 4;
    private static final int ARMED = 8;
    private static final int ARMED_EXECS = 12;
    private static final int LIMITED = 16;
    private static final int SNAP = 28;
    private static final int CALLS = 48;
    private static final int SIDE = 112;
    private static final int GENERATION = 116;
    private static final int SIZE = 128;

    /** What there is to be asked of a thread; the bits are the kernel program's. */
    enum Mode {
        /** Whoever is not left out is in scope. */
        ALL,
        TREES,
        CGROUPS,
        USERS,
        COMMS,
        /** Cgroups that have just appeared may be taken in. */
        AWAITS_IN,
        /** Cgroups that have just appeared may be left out. */
        AWAITS_OUT
    }

    private final Mapping mapping;
    private final MemorySegment memory;

    Control(int map) throws SystemCallException {
        this.mapping = Mapping.of(map, 0, SIZE, true);
        this.memory = mapping.memory();
        memory.set(JAVA_INT, SELF, (int) ProcessHandle.current().pid());
    }

    /** What decides about the scope; with nothing, nothing is in scope. */
    void mode(Set<Mode> modes) {
        int bits = 0;
        for (Mode mode : modes) {
            bits |= 1 << mode.ordinal();
        }
        memory.set(JAVA_INT, 0, bits);
    }

    /** Whether there is a limit of events for each cgroup. */
    void limited(boolean isLimited) {
        memory.set(JAVA_INT, LIMITED, isLimited ? 1 : 0);
    }

    void snapLength(int bytes) {
        memory.set(JAVA_INT, SNAP, bytes);
    }

    /** Lets a thread's next child become the observed process, after a number of execs. */
    void arm(int tid, int execs) {
        memory.set(JAVA_INT, ARMED_EXECS, execs);
        memory.set(JAVA_INT, ARMED, tid);
    }

    void disarm() {
        memory.set(JAVA_INT, ARMED, 0);
    }

    /** Which calls' events are written, by number. */
    void calls(BitSet wanted) {
        long[] bits = Arrays.copyOf(wanted.toLongArray(), (SIDE - CALLS) / Long.BYTES);
        for (int i = 0; i < bits.length; i++) {
            memory.set(JAVA_LONG, CALLS + (long) i * Long.BYTES, bits[i]);
        }
        // what a thread noted of a call before is not believed: its end may have been passed over
        memory.set(JAVA_INT, GENERATION, memory.get(JAVA_INT, GENERATION) + 1);
    }

    /** What is written beside each event. */
    void side(Set<Detail> details) {
        int bits = 0;
        for (Detail detail : details) {
            bits |= 1 << detail.ordinal();
        }
        memory.set(JAVA_INT, SIDE, bits);
    }

    @Override
    public void close() {
        mapping.close();
    }
}
