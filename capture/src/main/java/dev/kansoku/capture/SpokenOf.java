// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.event.Category;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.Filter;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the extra events that a filter speaks of: by an event's type or category that it names, or
 * by the direction.
 */
final class SpokenOf {
    /** Names of event types and of categories that are extra events. */
    private static final Map<String, ExtraEvents> NAMES =
            Map.of(
                    "switch", ExtraEvents.SWITCH,
                    "scheduler", ExtraEvents.SWITCH,
                    "signaldeliver", ExtraEvents.SIGNAL,
                    "page_fault", ExtraEvents.FAULTS);

    private SpokenOf() {}

    static Set<ExtraEvents> by(Filter<?> filter) {
        Set<ExtraEvents> extras = EnumSet.noneOf(ExtraEvents.class);
        for (String field : Set.of("evt.type", "syscall.type", "evt.category")) {
            for (String text : filter.comparedWith(field)) {
                ExtraEvents extra = NAMES.get(text);
                if (extra != null) {
                    extras.add(extra);
                }
            }
        }
        if (filter.fields().stream().anyMatch(field -> field.name().equals("evt.dir"))
                && hasEnter(filter.eventTypes())) {
            extras.add(ExtraEvents.ENTER);
        }
        return extras;
    }

    private static boolean hasEnter(BitSet eventTypes) {
        return eventTypes.stream()
                .mapToObj(EventTable::type)
                .anyMatch(type -> !type.isExit() && isOfCall(type));
    }

    private static boolean isOfCall(EventType type) {
        return type.is(Category.Origin.SYSCALL);
    }
}
