// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.EventType;
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
 * @param named extra events that the filter speaks of
 * @param kernel what the kernel asks of calls beyond their numbers
 */
public record WantedEvents(
        BitSet eventTypes, Set<String> genericCalls, Set<ExtraEvents> named, KernelFilter kernel) {
    private static final int GENERIC_ENTER = 0;
    private static final int GENERIC_EXIT = 1;

    public WantedEvents {
        eventTypes = (BitSet) eventTypes.clone();
        genericCalls = Set.copyOf(genericCalls);
        named = Set.copyOf(named);
    }

    /** Without extra events, whole types and calls. */
    public WantedEvents(BitSet eventTypes, Set<String> genericCalls) {
        this(eventTypes, genericCalls, Set.of(), KernelFilter.NONE);
    }

    /** The same without a question in the kernel, so that Java alone decides on each event. */
    public WantedEvents byNumberOnly() {
        return new WantedEvents(eventTypes, genericCalls, named, KernelFilter.NONE);
    }

    /** What a filter can match. */
    public static WantedEvents of(Filter<EventContext> filter) {
        Set<String> names = new HashSet<>();
        for (SystemCall call : SystemCallTable.byNumber(Native.ARCHITECTURE)) {
            if (call != null && call.event().isGeneric() && filter.canMatchCall(call.name())) {
                names.add(call.name());
            }
        }
        return new WantedEvents(
                filter.eventTypes(), names, SpokenOf.by(filter), KernelFilter.of(filter));
    }

    @Override
    public BitSet eventTypes() {
        return (BitSet) eventTypes.clone();
    }

    /** Whether a call's event is among them; a number without a call may be any generic event. */
    boolean has(@Nullable SystemCall call) {
        return call == null ? eventTypes.get(GENERIC_EXIT) : has(call, call.event());
    }

    /** The same of the event of a call's beginning. */
    boolean hasEnter(@Nullable SystemCall call) {
        return call == null ? eventTypes.get(GENERIC_ENTER) : has(call, EnterEvent.of(call).type());
    }

    private boolean has(SystemCall call, EventType type) {
        return eventTypes.get(type.code())
                && (!call.event().isGeneric() || genericCalls.contains(call.name()));
    }
}
