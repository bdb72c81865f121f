package dev.kansoku.capture;

import dev.kansoku.event.EventTable;
import dev.kansoku.ffi.Native;
import dev.kansoku.filter.Filter;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which live events a filter can match at all. Immutable.
 *
 * @param eventTypes codes of event types
 * @param genericCalls of the calls without an event type of their own, which share the generic one,
 *     the names of those that count
 */
public record WantedEvents(BitSet eventTypes, Set<String> genericCalls) {
    public WantedEvents {
        eventTypes = (BitSet) eventTypes.clone();
        genericCalls = Set.copyOf(genericCalls);
    }

    /** What a filter can match. */
    public static WantedEvents of(Filter<?> filter) {
        Set<String> names = new HashSet<>();
        for (SystemCall call : SystemCallTable.byNumber(Native.ARCHITECTURE)) {
            if (call != null && call.event().isGeneric() && filter.canMatchCall(call.name())) {
                names.add(call.name());
            }
        }
        return new WantedEvents(filter.eventTypes(), names);
    }

    @Override
    public BitSet eventTypes() {
        return (BitSet) eventTypes.clone();
    }

    /** Whether a call's event is among them; a number without a call may be any generic event. */
    boolean has(@Nullable SystemCall call) {
        if (call == null) {
            return EventTable.all().stream()
                    .anyMatch(type -> type.isGeneric() && eventTypes.get(type.code()));
        }
        return eventTypes.get(call.event().code())
                && (!call.event().isGeneric() || genericCalls.contains(call.name()));
    }
}
