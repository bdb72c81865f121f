// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.filter.field.FieldDefinition;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What filter and format need of live events: nothing more is measured, and what no filter can
 * match need not leave the kernel. Immutable.
 *
 * @param details what to tell beside the events' bytes
 * @param events the ones that are wanted, or null for all
 * @param with events that are told only where asked for; those that {@code events} speaks of need
 *     not be among them
 * @param entries names of calls whose beginnings are told though not all are
 */
public record Demand(
        Set<Detail> details,
        @Nullable WantedEvents events,
        Set<ExtraEvents> with,
        Set<String> entries) {
    /** All events, and nothing beside them. */
    public static final Demand PLAIN = new Demand(Set.of(), null);

    public Demand {
        details = Set.copyOf(details);
        with = Set.copyOf(with);
        entries = Set.copyOf(entries);
    }

    /** Without extra events. */
    public Demand(Set<Detail> details, @Nullable WantedEvents events) {
        this(details, events, Set.of(), Set.of());
    }

    /** The same, with extra events too. */
    public Demand withExtras(Set<ExtraEvents> extras) {
        return new Demand(details, events, extras, entries);
    }

    /** The same, with the beginnings of some calls too. */
    public Demand withEntries(Set<String> calls) {
        return new Demand(details, events, with, calls);
    }

    /**
     * What the fields take.
     *
     * @param events those that the filter can match, or null without one
     */
    public static Demand of(Collection<FieldDefinition> fields, @Nullable WantedEvents events) {
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
                case "evt.toctou" -> details.add(Detail.TRUTH);
                case "evt.object" -> details.add(Detail.OBJECT);
                case "fd.rxqueue", "fd.txqueue" -> details.add(Detail.QUEUES);
                default -> {
                    // told by the events themselves
                }
            }
        }
        return new Demand(details, events);
    }

    /** The same, and more details. */
    public Demand with(Set<Detail> more) {
        Set<Detail> all = new HashSet<>(details);
        all.addAll(more);
        return new Demand(all, events, with, entries);
    }
}
