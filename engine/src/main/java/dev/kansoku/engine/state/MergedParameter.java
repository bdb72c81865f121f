// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parameter by name, wherever this capture's generation keeps it: in the exit event itself or in
 * the enter of the same call. Looked up once for all event types, so that asking costs two array
 * reads. Immutable.
 */
public final class MergedParameter {
    /** For each name there is, its index in each event type, -1 where a type does not have it. */
    private static final Map<String, byte[]> INDEXES = indexes();

    private final byte[] indexes;

    private MergedParameter(byte[] indexes) {
        this.indexes = indexes;
    }

    private static Map<String, byte[]> indexes() {
        Map<String, byte[]> indexes = new HashMap<>();
        for (EventType type : EventTable.all()) {
            // backwards, so that the first of a name stays
            for (int i = type.parameters().size() - 1; i >= 0; i--) {
                indexes.computeIfAbsent(type.parameter(i).name(), _ -> none())[type.code()] =
                        (byte) i;
            }
        }
        return indexes;
    }

    private static byte[] none() {
        byte[] none = new byte[EventTable.size()];
        Arrays.fill(none, (byte) -1);
        return none;
    }

    /** The parameter with one of these names, the first that an event type has. */
    public static MergedParameter named(String... names) {
        byte[] merged = INDEXES.getOrDefault(names[0], none());
        for (int i = 1; i < names.length; i++) {
            merged = merged(merged, INDEXES.getOrDefault(names[i], none()));
        }
        return new MergedParameter(merged);
    }

    private static byte[] merged(byte[] first, byte[] others) {
        byte[] merged = first.clone();
        for (int code = 0; code < merged.length; code++) {
            if (merged[code] < 0) {
                merged[code] = others[code];
            }
        }
        return merged;
    }

    /**
     * The event that holds the parameter: {@code event}, its {@code enter}, or null where neither
     * does.
     */
    public @Nullable Event holder(Event event, @Nullable Event enter) {
        int index = indexes[event.code()];
        if (index >= 0 && index < event.parameterCount()) {
            return event;
        }
        if (enter != null) {
            int before = indexes[enter.code()];
            if (before >= 0 && before < enter.parameterCount()) {
                return enter;
            }
        }
        return null;
    }

    /** Whether one of the two holds the parameter and it is not empty. */
    boolean isIn(Event event, @Nullable Event enter) {
        Event holder = holder(event, enter);
        return holder != null && holder.has(index(holder));
    }

    /** The parameter's index in an event that {@link #holder} returned. */
    public int index(Event holder) {
        return indexes[holder.code()];
    }
}
