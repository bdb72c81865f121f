// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.compile.Fusion;
import dev.kansoku.filter.compile.PlanSet;
import dev.kansoku.filter.compile.Slots;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.ValueExtractors;
import dev.kansoku.rules.Rule;
import java.io.IOException;
import java.util.List;

/** The rules that events of some types can match, and what is left to ask of them. */
final class RuleGroup {
    /** After how many events a class is worth making. */
    static final int WORTH_A_CLASS = 2_000;

    private final List<Rule> rules;
    private final List<Plan> plans;
    private final Slots slots;
    private final ValueExtractors<EventContext> extractors;
    private final long[] matched;
    private PlanSet<EventContext> set;

    /** How many events are still to come before a class is made; 0 where none is to be. */
    private int untilCompiled;

    /**
     * @param rules in the order of their set
     * @param left what is to be asked for each of them
     */
    RuleGroup(
            List<Rule> rules,
            List<Plan> left,
            Slots slots,
            ValueExtractors<EventContext> extractors,
            int worthAClass) {
        this.rules = List.copyOf(rules);
        this.plans = List.copyOf(left);
        this.slots = slots;
        this.extractors = extractors;
        this.matched = new long[(rules.size() + Long.SIZE - 1) / Long.SIZE];
        this.set = Fusion.interpreted(plans, extractors);
        this.untilCompiled = Fusion.fits(plans) ? worthAClass : 0;
    }

    List<Rule> rules() {
        return rules;
    }

    /** Makes the class that would be made for one of the rules alone, and forgets it. */
    void rehearse(FieldCatalogue<EventContext> fields) {
        List<Plan> one = plans.subList(0, 1);
        if (Fusion.fits(one)) {
            Fusion.compiled(one, new Slots(fields), new ValueExtractors<>(fields));
        }
    }

    /** Whether the event at hand matches a rule; which, stays until {@link #tell}. */
    boolean match(EventContext context, ProcessMemory memory) {
        if (untilCompiled > 0 && --untilCompiled == 0) {
            set = Fusion.compiled(plans, slots, extractors);
            memory.grow();
            memory.turnTo(context);
        }
        set.match(context, memory.process(), memory.system(), matched);
        for (long word : matched) {
            if (word != 0) {
                return true;
            }
        }
        return false;
    }

    /** Tells of the rules that the last event matched, and forgets them. */
    void tell(EventContext context, MatchListener listener, Matching matching) throws IOException {
        boolean told = false;
        for (int i = 0; i < matched.length; i++) {
            long word = matched[i];
            matched[i] = 0;
            while (word != 0 && !(told && matching == Matching.FIRST)) {
                int bit = Long.numberOfTrailingZeros(word);
                word &= word - 1;
                Rule rule = rules.get(i * Long.SIZE + bit);
                told = !rule.behaviour().looksOn();
                listener.matched(rule, context);
            }
        }
    }
}
