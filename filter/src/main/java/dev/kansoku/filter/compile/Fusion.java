// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.interpret.Interpreter;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.ValueExtractors;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes sets of plans that are asked together. */
public final class Fusion {
    /** With more checks the class's initialiser would come near the largest size of a method. */
    private static final int MOST_CHECKS = 6_000;

    private static final String NAME = Fusion.class.getPackageName() + ".Plans";

    private Fusion() {}

    /** Asks one plan after the other, node by node: ready at once. */
    public static <C> PlanSet<C> interpreted(List<Plan> plans, ValueExtractors<C> extractors) {
        List<Predicate<C>> all = new ArrayList<>();
        for (Plan plan : plans) {
            all.add(Interpreter.of(plan, extractors));
        }
        return (context, _, _, matched) -> {
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).test(context)) {
                    matched[i >> 6] |= 1L << i;
                }
            }
        };
    }

    /** Whether plans are few enough for a class. */
    public static boolean fits(List<Plan> plans) {
        return plans.stream().mapToInt(Parts::checks).sum() <= MOST_CHECKS;
    }

    /**
     * Makes one class of plans, in which what they have in common is asked once.
     *
     * @param slots where outcomes are remembered; more may be in use afterwards
     * @throws IllegalArgumentException where they do not {@link #fits fit}
     */
    public static <C> PlanSet<C> compiled(
            List<Plan> plans, Slots slots, ValueExtractors<C> extractors) {
        if (!fits(plans)) {
            throw new IllegalArgumentException("more than " + MOST_CHECKS + " checks");
        }
        Constants constants = new Constants(extractors);
        byte[] bytes =
                new FusedWriter(ClassDesc.of(NAME), constants, slots)
                        .write(GuardTree.of(plans, slots));
        @SuppressWarnings("unchecked")
        PlanSet<C> set = (PlanSet<C>) HiddenClass.instance(bytes, constants);
        return set;
    }
}
