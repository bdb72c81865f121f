// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.plan.ValueExtractors;
import java.lang.constant.ClassDesc;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Makes the class of a filter and its only instance, which belongs to one thread. */
public final class FilterClass {
    /** With more checks the class's initialiser would come near the largest size of a method. */
    private static final int MOST_CHECKS = 1_000;

    private static final String NAME = FilterClass.class.getPackageName() + ".Filter";

    private FilterClass() {}

    /** Whether a plan is small enough for a class; larger ones are interpreted. */
    public static boolean fits(TypedPlan plan) {
        long checks = Parts.checks(plan.whole());
        for (Plan remainder : plan.remainders()) {
            checks += Parts.checks(remainder);
        }
        return checks <= MOST_CHECKS;
    }

    /**
     * Compiles a plan.
     *
     * @param eventCode how the code of the event at hand is taken from its context, or null where
     *     that is not known: then nothing is decided by the type
     * @throws IllegalArgumentException where the plan does not {@link #fits fit}
     */
    public static <C> Predicate<C> of(
            TypedPlan plan, @Nullable ToIntFunction<C> eventCode, ValueExtractors<C> extractors) {
        if (!fits(plan)) {
            throw new IllegalArgumentException("more than " + MOST_CHECKS + " checks");
        }
        Constants constants = new Constants(extractors);
        byte[] bytes = new ClassWriter(ClassDesc.of(NAME), constants).write(plan, eventCode);
        @SuppressWarnings("unchecked")
        Predicate<C> filter = (Predicate<C>) HiddenClass.instance(bytes, constants);
        return filter;
    }
}
