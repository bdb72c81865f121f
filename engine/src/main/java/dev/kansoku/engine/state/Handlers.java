package dev.kansoku.engine.state;

import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Which handler an event's code has: filled once, then read as an array. Where several are
 * registered for one code, each is called, in the order they came.
 */
final class Handlers {
    private final @Nullable EventHandler[] byCode = new EventHandler[EventTable.size()];

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
