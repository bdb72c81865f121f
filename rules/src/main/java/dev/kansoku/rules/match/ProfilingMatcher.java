// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.EventTable;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.interpret.Interpreter;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.plan.ValueExtractors;
import dev.kansoku.rules.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Matches rules one after the other, check by check, and counts what each is asked and costs. It
 * tells what a rule costs by itself: {@link FusedMatcher}, which is used when nobody wants to know,
 * asks what rules share once for all of them.
 */
public final class ProfilingMatcher implements RuleMatcher {
    /** One event of so many is timed. */
    static final int SAMPLE = 32;

    private final Matching matching;
    private final ValueExtractors<EventContext> extractors;
    private final List<RuleProfile> profiles = new ArrayList<>();
    private final Entry[][] byCode = new Entry[EventTable.size()][];
    private final BitSet eventTypes = new BitSet();
    private final long clockNanos = clockNanos();
    private long events;
    private boolean timing;

    /**
     * How often the clock was looked at: whoever is timed around others has not taken that time.
     */
    private long looks;

    private record Entry(RuleProfile profile, Predicate<EventContext> remainder) {}

    /**
     * @param fields the ones that the rules' conditions were made with
     */
    public ProfilingMatcher(
            List<Rule> rules, FieldCatalogue<EventContext> fields, Matching matching) {
        this.matching = matching;
        this.extractors = new ValueExtractors<>(fields);
        List<Map<Integer, Entry>> entries = new ArrayList<>();
        for (Rule rule : rules) {
            profiles.add(new RuleProfile(rule));
            entries.add(new HashMap<>());
            eventTypes.or(rule.condition().eventTypes());
        }
        for (int code = 0; code < byCode.length; code++) {
            List<Entry> possible = new ArrayList<>();
            for (int i = 0; i < rules.size(); i++) {
                RuleProfile profile = profiles.get(i);
                TypedPlan condition = rules.get(i).condition();
                int remainder = condition.remainderOf().get(code);
                if (remainder != TypedPlan.NEVER) {
                    possible.add(
                            entries.get(i)
                                    .computeIfAbsent(
                                            remainder,
                                            at ->
                                                    new Entry(
                                                            profile,
                                                            counted(
                                                                    condition.remainders().get(at),
                                                                    profile))));
                }
            }
            byCode[code] = possible.toArray(Entry[]::new);
        }
    }

    /** How long it takes to look at the clock. */
    private static long clockNanos() {
        int times = 10_000;
        long from = System.nanoTime();
        long last = from;
        for (int i = 0; i < times; i++) {
            last = System.nanoTime();
        }
        return (last - from) / times;
    }

    private Predicate<EventContext> counted(Plan plan, RuleProfile profile) {
        return switch (plan) {
            case Plan.All all -> {
                List<Predicate<EventContext>> terms = counted(all.terms(), profile);
                yield context -> {
                    for (int i = 0; i < terms.size(); i++) {
                        if (!terms.get(i).test(context)) {
                            return false;
                        }
                    }
                    return true;
                };
            }
            case Plan.Any any -> {
                List<Predicate<EventContext>> terms = counted(any.terms(), profile);
                yield context -> {
                    for (int i = 0; i < terms.size(); i++) {
                        if (terms.get(i).test(context)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            case Plan.Either either -> {
                Predicate<EventContext> left = counted(either.left(), profile);
                Predicate<EventContext> right = counted(either.right(), profile);
                yield context -> left.test(context) != right.test(context);
            }
            case Plan.Not not -> counted(not.term(), profile).negate();
            case Plan.Fixed _, Plan.Exists _, Plan.Test _, Plan.Pair _ ->
                    new Counted(Interpreter.of(plan, extractors), profile.of(plan));
        };
    }

    private List<Predicate<EventContext>> counted(List<Plan> plans, RuleProfile profile) {
        List<Predicate<EventContext>> all = new ArrayList<>();
        for (Plan plan : plans) {
            all.add(counted(plan, profile));
        }
        return all;
    }

    /** A check that counts. */
    private final class Counted implements Predicate<EventContext> {
        private final Predicate<EventContext> check;
        private final Cost cost;

        Counted(Predicate<EventContext> check, Cost cost) {
            this.check = check;
            this.cost = cost;
        }

        @Override
        public boolean test(EventContext context) {
            return timing ? timed(check, cost, context) : untimed(check, cost, context);
        }
    }

    private static boolean untimed(
            Predicate<EventContext> question, Cost cost, EventContext context) {
        boolean passes = question.test(context);
        cost.count(passes);
        return passes;
    }

    private boolean timed(Predicate<EventContext> question, Cost cost, EventContext context) {
        long before = looks;
        long from = System.nanoTime();
        boolean passes = question.test(context);
        long taken = System.nanoTime() - from;
        cost.time(taken - clockNanos * (1 + looks - before));
        looks += 2;
        cost.count(passes);
        return passes;
    }

    @Override
    public void match(EventContext context, MatchListener listener) throws IOException {
        timing = ++events % SAMPLE == 0;
        for (Entry entry : byCode[context.event().code()]) {
            Cost cost = entry.profile().cost();
            boolean matches =
                    timing
                            ? timed(entry.remainder(), cost, context)
                            : untimed(entry.remainder(), cost, context);
            if (matches) {
                listener.matched(entry.profile().rule(), context);
                if (matching == Matching.FIRST && !entry.profile().rule().behaviour().looksOn()) {
                    return;
                }
            }
        }
    }

    @Override
    public BitSet eventTypes() {
        return (BitSet) eventTypes.clone();
    }

    /** How many events were shown to the rules. */
    public long events() {
        return events;
    }

    /** What each rule costs, the most expensive first. */
    public List<RuleProfile> profiles() {
        List<RuleProfile> sorted = new ArrayList<>(profiles);
        sorted.sort(
                Comparator.comparingLong((RuleProfile profile) -> profile.cost().nanos())
                        .reversed());
        return sorted;
    }

    /** What one rule costs, null where there is none of the name. */
    public @Nullable RuleProfile profile(String rule) {
        for (RuleProfile profile : profiles) {
            if (profile.rule().name().equals(rule)) {
                return profile;
            }
        }
        return null;
    }
}
