// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.ffi.SystemCallException;

/**
 * The rings of all CPUs, two of each: one for the events that a flood must not lose, and one for
 * the others, and for the former where theirs is full. In the kernel program's map and here, a
 * CPU's two stand one behind the other, that for all first.
 */
final class Rings {
    static final int PER_CPU = 2;

    /** A ring for urgent events has a quarter of the other's size. */
    private static final int URGENT_SHARE = 4;

    private static final long SMALLEST_URGENT = 64 << 10;

    private Rings() {}

    /**
     * Makes the rings and puts them into the kernel program's map.
     *
     * @param bytes of a ring for all events
     */
    static Ring[] create(int map, int cpus, long bytes, Held held) throws SystemCallException {
        Ring[] rings = new Ring[PER_CPU * cpus];
        long urgent = Math.max(SMALLEST_URGENT, bytes / URGENT_SHARE);
        for (int cpu = 0; cpu < cpus; cpu++) {
            rings[indexOf(cpu)] = held.add(Ring.create(map, indexOf(cpu), bytes));
            rings[indexOf(cpu) + 1] = held.add(Ring.create(map, indexOf(cpu) + 1, urgent));
        }
        return rings;
    }

    /** Where a CPU's ring for all events stands. */
    static int indexOf(int cpu) {
        return PER_CPU * cpu;
    }

    /** The CPU of a ring. */
    static int cpuOf(int index) {
        return index / PER_CPU;
    }
}
