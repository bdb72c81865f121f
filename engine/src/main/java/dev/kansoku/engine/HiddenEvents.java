// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import java.util.Set;

/**
 * Which events only carry state: users, groups and containers at the head of a section, what has
 * category internal, and what its source marked. Not thread-safe.
 */
final class HiddenEvents {
    /** Events that describe the system as it was when the section began. */
    private static final Set<String> TABLES =
            Set.of("container", "useradded", "userdeleted", "groupadded", "groupdeleted");

    /** The internal event that everybody should see: others are missing where it stands. */
    private static final String LOSSES = "drop";

    private static final boolean[] TABLE = new boolean[EventTable.size()];
    private static final boolean[] INTERNAL = new boolean[EventTable.size()];

    static {
        for (EventType type : EventTable.all()) {
            TABLE[type.code()] = TABLES.contains(type.name());
            INTERNAL[type.code()] =
                    type.is(Category.Origin.INTERNAL) && !type.name().equals(LOSSES);
        }
    }

    private boolean atHead = true;

    /** A section begins. */
    void section() {
        atHead = true;
    }

    /** Whether the event belongs to the head of its section; asked once for each event. */
    boolean isLeading(Event event) {
        atHead &= TABLE[event.code()];
        return atHead;
    }

    /** Takes note of an event that nobody wants to see. */
    void met(Event event) {
        atHead &= TABLE[event.code()];
    }

    /** Whether an event behind the head is not shown. */
    static boolean isHidden(Event event) {
        return INTERNAL[event.code()] || event.isStateOnly();
    }

    static boolean isMeta(int code) {
        return TABLE[code] || INTERNAL[code];
    }
}
