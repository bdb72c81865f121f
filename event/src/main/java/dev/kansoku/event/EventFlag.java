// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.util.Locale;

/**
 * What an event type does, as bits; {@link #bit()} is the position that the family's tables use.
 */
public enum EventFlag {
    CREATES_FD(0),
    DESTROYS_FD(1),
    USES_FD(2),
    READS_FROM_FD(3),
    WRITES_TO_FD(4),
    MODIFIES_STATE(5),
    UNUSED(6),
    WAITS(7),
    SKIP_PARSE_RESET(8),
    OLD_VERSION(9),
    LARGE_PAYLOAD(11),
    CONVERTER_MANAGED(12);

    private final int bit;

    EventFlag(int bit) {
        this.bit = bit;
    }

    public int bit() {
        return bit;
    }

    int mask() {
        return 1 << bit;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
