package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A parameter by name, wherever this capture's generation keeps it: in the exit event itself or in
 * the enter of the same call. Looked up once for all event types, so that asking costs two array
 * reads. Immutable.
 */
public final class MergedParameter {
    private final int[] indexes = new int[EventTable.size()];

    private MergedParameter(String... names) {
        Arrays.fill(indexes, -1);
        for (int code = 0; code < indexes.length; code++) {
            for (String name : names) {
                if (indexes[code] < 0) {
                    indexes[code] = EventTable.type(code).indexOf(name);
                }
            }
        }
    }

    /** The parameter with one of these names, the first that an event type has. */
    public static MergedParameter named(String... names) {
        return new MergedParameter(names);
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
