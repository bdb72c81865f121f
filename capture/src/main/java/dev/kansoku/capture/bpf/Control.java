package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.capture.Detail;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;

/**
 * The kernel program's {@code struct control} of {@code control.h}, mapped: what is in scope.
 *
 * <pre>
 *   0      4      8       12            16      24     28     32     48             112    116          120
 *  +------+------+-------+-------------+-------+------+------+------+--------------+------+------------+
 *  | mode | self | armed | armed execs | cgroup| level| snap | comm | calls, 1 bit | side | generation |
 *  +------+------+-------+-------------+-------+------+------+------+--------------+------+------------+
 * </pre>
 */
final class Control implements Held.Part {
    private static final int SELF = 4;
    private static final int ARMED = 8;
    private static final int ARMED_EXECS = 12;
    private static final int CGROUP = 16;
    private static final int CGROUP_LEVEL = 24;
    private static final int SNAP = 28;
    private static final int COMM = 32;
    private static final int CALLS = 48;
    private static final int SIDE = 112;
    private static final int GENERATION = 116;
    private static final int SIZE = 128;

    /** What decides whether a process is observed; the order is the kernel program's. */
    enum Mode {
        NOTHING,
        ALL,
        TREE,
        CGROUP,
        COMM
    }

    private final Mapping mapping;
    private final MemorySegment memory;

    Control(int map) throws SystemCallException {
        this.mapping = Mapping.of(map, 0, SIZE, true);
        this.memory = mapping.memory();
        memory.set(JAVA_INT, SELF, (int) ProcessHandle.current().pid());
    }

    void mode(Mode mode) {
        memory.set(JAVA_INT, 0, mode.ordinal());
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

    void cgroup(long id, int level) {
        memory.set(JAVA_LONG, CGROUP, id);
        memory.set(JAVA_INT, CGROUP_LEVEL, level);
    }

    void comm(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        memory.asSlice(COMM, 16).fill((byte) 0);
        MemorySegment.copy(
                MemorySegment.ofArray(bytes), 0, memory, COMM, Math.min(bytes.length, 15));
    }

    /** Takes over who is in scope, and decides by it. */
    void scopeOf(Control other, Mode mode) {
        MemorySegment.copy(other.memory, CGROUP, memory, CGROUP, CALLS - CGROUP);
        mode(mode);
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
