// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which handler an event's code has: filled once, then read as an array. Where several are
 * registered for one code, each is called, in the order they came.
 */
final class Handlers {
    private final @Nullable EventHandler[] byCode = new EventHandler[EventTable.size()];
    private final Change[] changes = new Change[EventTable.size()];
    private Change next = Change.PROCESSES;

    /** What handlers may change, each what those before it may as well. */
    enum Change {
        FDS,
        PROCESSES,
        /** Users, groups and containers. */
        TABLES
    }

    Handlers() {
        Arrays.fill(changes, Change.FDS);
    }

    /** Says what handlers that are registered from now on may change. */
    void change(Change change) {
        next = change;
    }

    /** What events of a code may change. */
    Change changeBy(int code) {
        return changes[code];
    }

    @Nullable EventHandler of(int code) {
        return byCode[code];
    }

    /** Registers a handler for all exits of this name, whatever their layout. */
    void exits(String name, EventHandler handler) {
        register(name, true, handler);
    }

    /** Registers a handler for all enters, or events that are neither, of this name. */
    void enters(String name, EventHandler handler) {
        register(name, false, handler);
    }

    private void register(String name, boolean exit, EventHandler handler) {
        boolean found = false;
        for (EventType type : EventTable.all()) {
            if (type.isExit() == exit && type.name().equals(name) && !type.has(EventFlag.UNUSED)) {
                EventHandler first = byCode[type.code()];
                byCode[type.code()] = first == null ? handler : both(first, handler);
                if (next.compareTo(changes[type.code()]) > 0) {
                    changes[type.code()] = next;
                }
                found = true;
            }
        }
        if (!found) {
            throw new IllegalStateException("the event table has no event " + name);
        }
    }

    private static EventHandler both(EventHandler first, EventHandler second) {
        return moment -> {
            first.apply(moment);
            second.apply(moment);
        };
    }
}
