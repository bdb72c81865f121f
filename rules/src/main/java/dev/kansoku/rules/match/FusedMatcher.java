// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.Symbols;
import dev.kansoku.filter.compile.Slots;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.plan.ValueExtractors;
import dev.kansoku.rules.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks all rules at once: what is left of them for an event's type is one class, in which a check
 * that several rules have is asked once, one that many have stands in front of them, and what
 * depends on the process alone is remembered with the thread. Generic events are told apart by
 * their calls. Allocates nothing per event once it has seen each type and each thread.
 */
public final class FusedMatcher implements RuleMatcher {
    /**
     * Which parameter of a generic event is the call's number; 0 where its writer had no number.
     */
    private static final int CALL = 0;

    private final List<Rule> rules;
    private final FieldCatalogue<EventContext> fields;
    private final Matching matching;
    private final int worthAClass;
    private final Slots slots;
    private final ProcessMemory memory;
    private final ValueExtractors<EventContext> extractors;
    private final @Nullable RuleGroup[] byCode = new RuleGroup[EventTable.size()];
    private final boolean[] generic = new boolean[EventTable.size()];
    private final @Nullable RuleGroup[] byCall = new RuleGroup[Symbols.syscallCount()];
    private final BitSet eventTypes = new BitSet();

    /**
     * @param fields the ones that the rules' conditions were made with
     */
    public FusedMatcher(List<Rule> rules, FieldCatalogue<EventContext> fields, Matching matching) {
        this(rules, fields, matching, RuleGroup.WORTH_A_CLASS);
    }

    /**
     * @param worthAClass after how many events of a type a class is made
     */
    FusedMatcher(
            List<Rule> rules,
            FieldCatalogue<EventContext> fields,
            Matching matching,
            int worthAClass) {
        this.rules = List.copyOf(rules);
        this.fields = fields;
        this.matching = matching;
        this.worthAClass = worthAClass;
        this.slots = new Slots(fields);
        this.memory = new ProcessMemory(slots);
        this.extractors = new ValueExtractors<>(fields);
        Map<List<Integer>, RuleGroup> groups = new HashMap<>();
        for (int code = 0; code < byCode.length; code++) {
            generic[code] = EventTable.type(code).isGeneric();
            List<Integer> remainders = new ArrayList<>();
            for (Rule rule : rules) {
                remainders.add(rule.condition().remainderOf().get(code));
            }
            if (remainders.stream().anyMatch(remainder -> remainder != TypedPlan.NEVER)) {
                eventTypes.set(code);
                byCode[code] = groups.computeIfAbsent(remainders, this::ofRemainders);
            }
        }
    }

    private RuleGroup ofRemainders(List<Integer> remainders) {
        List<Rule> possible = new ArrayList<>();
        List<Plan> left = new ArrayList<>();
        for (int i = 0; i < remainders.size(); i++) {
            int remainder = remainders.get(i);
            if (remainder != TypedPlan.NEVER) {
                possible.add(rules.get(i));
                left.add(rules.get(i).condition().remainders().get(remainder));
            }
        }
        return new RuleGroup(possible, left, slots, extractors, worthAClass);
    }

    /** What is asked of the generic events of a call. */
    private RuleGroup ofCall(int call, RuleGroup ofAll) {
        String name = new String(Symbols.syscallName(call), StandardCharsets.US_ASCII);
        List<Rule> possible = new ArrayList<>();
        List<Plan> left = new ArrayList<>();
        for (Rule rule : ofAll.rules()) {
            Plan plan = rule.condition().remainderOfCall(name, fields);
            if (!plan.equals(new Plan.Fixed(false))) {
                possible.add(rule);
                left.add(plan);
            }
        }
        return new RuleGroup(possible, left, slots, extractors, worthAClass);
    }

    @Override
    public void match(EventContext context, MatchListener listener) throws IOException {
        RuleGroup group = group(context.event());
        if (group != null) {
            memory.turnTo(context);
            if (group.match(context, memory)) {
                group.tell(context, listener, matching);
            }
        }
    }

    private @Nullable RuleGroup group(Event event) {
        int code = event.code();
        RuleGroup group = byCode[code];
        if (group == null || !generic[code] || !event.has(CALL)) {
            return group;
        }
        long call = event.unsigned(CALL);
        if (call <= 0 || call >= byCall.length) {
            return group;
        }
        RuleGroup ofCall = byCall[(int) call];
        if (ofCall == null) {
            ofCall = ofCall((int) call, group);
            byCall[(int) call] = ofCall;
        }
        return ofCall;
    }

    /**
     * Makes a class that nobody asks, so that the first one that is needed does not wait for what
     * making classes takes to be loaded.
     */
    public void rehearse() {
        for (RuleGroup group : byCode) {
            if (group != null) {
                group.rehearse(fields);
                return;
            }
        }
    }

    @Override
    public BitSet eventTypes() {
        return (BitSet) eventTypes.clone();
    }
}
