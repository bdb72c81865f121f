// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.plan.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who makes each check of a filter, for people.
 *
 * @param kernel the checks that the kernel can make before there is an event
 * @param found the checks that the kernel is told the answers of, once Java has found them out of a
 *     thread or of an fd
 * @param java the checks that are left to Java, each with the reason; those that the number of a
 *     call decides are in neither
 */
public record KernelShare(List<Plan> kernel, List<Plan> found, Map<Plan, String> java) {
    public KernelShare {
        kernel = List.copyOf(kernel);
        found = List.copyOf(found);
        java = Collections.unmodifiableMap(new LinkedHashMap<>(java));
    }

    /**
     * Goes through the checks of a plan.
     *
     * @param catalogue the one that the plan was made with
     */
    public static KernelShare of(TypedPlan plan, FieldCatalogue<?> catalogue) {
        List<Plan> kernel = new ArrayList<>();
        List<Plan> found = new ArrayList<>();
        Map<Plan, String> java = new LinkedHashMap<>();
        for (Plan check : checks(plan.whole(), new ArrayList<>())) {
            String reason = reason(check, catalogue);
            if (reason == null) {
                kernel.add(check);
            } else if (!reason.isEmpty()) {
                if (KernelFields.keptOf(check, catalogue) != null) {
                    found.add(check);
                } else {
                    java.put(check, reason);
                }
            }
        }
        return new KernelShare(kernel, found, java);
    }

    /** Each check once, in the order in which they stand. */
    private static List<Plan> checks(Plan plan, List<Plan> to) {
        switch (plan) {
            case Plan.All all -> all.terms().forEach(term -> checks(term, to));
            case Plan.Any any -> any.terms().forEach(term -> checks(term, to));
            case Plan.Either(Plan left, Plan right) -> {
                checks(left, to);
                checks(right, to);
            }
            case Plan.Not not -> checks(not.term(), to);
            case Plan.Fixed _ -> {}
            case Plan.Test _, Plan.Exists _, Plan.Pair _ -> {
                if (!to.contains(plan)) {
                    to.add(plan);
                }
            }
        }
        return to;
    }

    /** Why a check is left to Java: null where it is not, empty where a call's number decides. */
    private static @Nullable String reason(Plan check, FieldCatalogue<?> catalogue) {
        if (!(check instanceof Plan.Test(Value.Field field, var _, var _))) {
            return check instanceof Plan.Exists
                    ? "what is known is known in Java"
                    : "the kernel compares fields with literals only";
        }
        if (catalogue.byEventType(field.definition(), field.argument()) != null) {
            return "";
        }
        return KernelPlanner.knows(check) ? null : KernelFields.reason(field.definition().name());
    }
}
