// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.event.EventHeader;
import dev.kansoku.event.LittleEndian;

/**
 * How the kernel programs mark the event of a cgroup that user space still has to decide about, as
 * {@code mark.h} has it: the highest bit of the event's length, and at the record's end
 *
 * <pre>
 *   0                62              63
 *  +----------------+---------------+------------------------+
 *  | cgroup id      | in scope else | hierarchy is of v1     |
 *  +----------------+---------------+------------------------+
 * </pre>
 *
 * @param inside whether the event is in scope unless the cgroup says otherwise
 */
record PendingMark(CgroupKey cgroup, boolean inside) {
    /** How many bytes it takes. */
    static final int SIZE = 8;

    private static final int ON = 3; // the highest byte of the length
    private static final long INSIDE = 1L << 62;

    /** Whether an event has a mark. */
    static boolean isOn(byte[] event) {
        return event[EventHeader.LENGTH + ON] < 0;
    }

    /** Takes the mark off an event. */
    static PendingMark take(byte[] event, int at) {
        event[EventHeader.LENGTH + ON] &= 0x7f;
        long word = LittleEndian.signed(event, at, SIZE);
        return new PendingMark(new CgroupKey(word & (INSIDE - 1), word < 0), (word & INSIDE) != 0);
    }
}
