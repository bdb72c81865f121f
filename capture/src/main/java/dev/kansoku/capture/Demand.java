package dev.kansoku.capture;

import dev.kansoku.filter.field.FieldDefinition;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What filter and format need of live events: nothing more is measured, and what no filter can
 * match need not leave the kernel. Immutable.
 *
 * @param details what to tell beside the events' bytes
 * @param eventTypes codes of the event types that are wanted, or null for all
 */
public record Demand(Set<Detail> details, @Nullable BitSet eventTypes) {
    /** All events, and nothing beside them. */
    public static final Demand PLAIN = new Demand(Set.of(), null);

    public Demand {
        details = Set.copyOf(details);
        eventTypes = copy(eventTypes);
    }

    /**
     * What the fields take.
     *
     * @param eventTypes codes of the event types that the filter can match, or null without one
     */
    public static Demand of(Collection<FieldDefinition> fields, @Nullable BitSet eventTypes) {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        for (FieldDefinition field : fields) {
            switch (field.name()) {
                case "evt.latency",
                        "evt.latency.s",
                        "evt.latency.ns",
                        "evt.latency.quantized",
                        "evt.latency.human",
                        "evt.wait_latency" ->
                        details.add(Detail.LATENCY);
                case "evt.stack.user" -> details.add(Detail.USER_STACK);
                case "evt.stack.kernel" -> details.add(Detail.KERNEL_STACK);
                default -> {
                    // told by the events themselves
                }
            }
        }
        return new Demand(details, eventTypes);
    }

    @Override
    public @Nullable BitSet eventTypes() {
        return copy(eventTypes);
    }

    private static @Nullable BitSet copy(@Nullable BitSet set) {
        return set == null ? null : (BitSet) set.clone();
    }
}
