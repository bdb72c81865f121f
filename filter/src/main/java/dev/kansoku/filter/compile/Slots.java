// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.Lifetime;
import dev.kansoku.filter.plan.Plan;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where the outcomes of plans are remembered that stay the same for more than one event: two bits
 * each, in two arrays, one for what a process keeps until something is told of it, and one for what
 * any change may change.
 *
 * <pre>
 *   word = slot / 32, bits 2 * (slot % 32) and the next:   0 not known, 1 fails, 3 matches
 * </pre>
 */
public final class Slots {
    private static final int IN_WORD = 32;

    private final FieldCatalogue<?> catalogue;
    private final Map<Plan, Lifetime> lifetimes = new HashMap<>();
    private final Map<Plan, Integer> process = new HashMap<>();
    private final Map<Plan, Integer> system = new HashMap<>();

    /**
     * @param catalogue says how long values stay
     */
    public Slots(FieldCatalogue<?> catalogue) {
        this.catalogue = catalogue;
    }

    /** How long the outcome of a plan stays. */
    Lifetime lifetime(Plan plan) {
        Lifetime known = lifetimes.get(plan);
        if (known != null) {
            return known;
        }
        Set<FieldDefinition> fields = new LinkedHashSet<>();
        plan.fields(fields);
        Lifetime lifetime = Lifetime.PROCESS;
        for (FieldDefinition field : fields) {
            lifetime = lifetime.and(catalogue.lifetime(field));
        }
        lifetimes.put(plan, lifetime);
        return lifetime;
    }

    /** The slot of a plan whose outcome stays. */
    int of(Plan plan) {
        Map<Plan, Integer> slots = lifetime(plan) == Lifetime.PROCESS ? process : system;
        Integer there = slots.get(plan);
        if (there == null) {
            there = slots.size();
            slots.put(plan, there);
        }
        return there;
    }

    static int word(int slot) {
        return slot / IN_WORD;
    }

    static int shift(int slot) {
        return slot % IN_WORD * 2;
    }

    /** How long the array of what a process keeps has to be. */
    public int processWords() {
        return words(process);
    }

    /** How long the array of what any change may change has to be. */
    public int systemWords() {
        return words(system);
    }

    private static int words(Map<Plan, Integer> slots) {
        return (slots.size() + IN_WORD - 1) / IN_WORD;
    }
}
