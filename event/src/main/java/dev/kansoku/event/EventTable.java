// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.util.List;

/** The table of all event types, read once from {@code events.tsv}. */
public final class EventTable {
    private static final EventType[] TYPES = new EventTableReader().read();

    private EventTable() {}

    /** How many codes the table knows; a code beyond it belongs to a newer writer. */
    public static int size() {
        return TYPES.length;
    }

    /** The type with this code; {@code code} must be below {@link #size()}. */
    public static EventType type(int code) {
        return TYPES[code];
    }

    public static List<EventType> all() {
        return List.of(TYPES);
    }
}
