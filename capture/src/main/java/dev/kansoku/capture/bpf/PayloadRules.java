// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.kansoku.capture.Payload;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/**
 * Which calls keep more or less of their bytes than others: the kernel program's {@code struct
 * payload_rules} of {@code payload.h}, mapped, and its map of processes and fds.
 *
 * <pre>
 *   0      4      8
 *  +------+------+-------------------------------------------------------
 *  | asks |      | for each port u16: bytes to keep plus one, or 0
 *  +------+------+-------------------------------------------------------
 *
 *   0      4      8      a key of the other map; its value is how many bytes to keep, u32
 *  +------+------+
 *  | pid  | fd   |
 *  +------+------+
 * </pre>
 *
 * The rules may be changed while the programs run.
 */
final class PayloadRules implements Held.Part {
    private static final int PORTS = 8;
    private static final int SIZE = PORTS + Payload.PORTS * Short.BYTES;
    private static final int ASKS_MESSAGES = 1;
    private static final int ASKS_READS = 2;
    private static final int ASKS_FDS = 4;

    private final Mapping mapping;
    private final MemorySegment memory;
    private final int fdMap;
    private Set<Payload.Whole> whole = Set.of();

    /**
     * @param map of ports
     * @param fdMap of processes and fds
     */
    PayloadRules(int map, int fdMap) throws SystemCallException {
        this.mapping = Mapping.of(map, 0, SIZE, true);
        this.memory = mapping.memory();
        this.fdMap = fdMap;
    }

    /** Takes over the rules of a payload, in the place of those before. */
    void set(Payload payload) throws SystemCallException {
        int[] ports = payload.byPort();
        for (int port = 0; port < ports.length; port++) {
            memory.set(JAVA_SHORT, PORTS + (long) port * Short.BYTES, (short) (ports[port] + 1));
        }
        Set<Payload.Whole> wanted = new HashSet<>(payload.whole());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocate(8, 4);
            MemorySegment value = arena.allocate(4, 4);
            value.set(JAVA_INT, 0, Payload.LONGEST);
            for (Payload.Whole one : wanted) {
                Bpf.update(fdMap, key(key, one), value);
            }
            for (Payload.Whole one : whole) {
                if (!wanted.contains(one)) {
                    Bpf.delete(fdMap, key(key, one));
                }
            }
        }
        whole = wanted;
        int asks = payload.ports().isEmpty() ? 0 : ASKS_MESSAGES;
        asks |= payload.hasPortsOfReads() ? ASKS_READS : 0;
        asks |= wanted.isEmpty() ? 0 : ASKS_FDS;
        memory.set(JAVA_INT, 0, asks);
    }

    private static MemorySegment key(MemorySegment key, Payload.Whole one) {
        key.set(JAVA_INT, 0, (int) one.pid());
        key.set(JAVA_INT, 4, one.fd());
        return key;
    }

    @Override
    public void close() {
        mapping.close();
    }
}
