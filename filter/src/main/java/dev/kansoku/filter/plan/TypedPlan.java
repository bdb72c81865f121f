package dev.kansoku.filter.plan;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Predicates;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A simplified plan, and what is left of it for each type of event once the checks that the type
 * decides are gone: of {@code evt.type=open and proc.name=cat} nothing for a close, and the name
 * alone for an open. Types of which the same is left share it. Immutable.
 *
 * @param whole the plan for any event
 * @param remainders what is left, each once; the first never matches, the second always
 * @param remainderOf the index in {@code remainders} for each event code
 */
public record TypedPlan(Plan whole, List<Plan> remainders, List<Integer> remainderOf) {
    /** The remainder of the event types that never match. */
    public static final int NEVER = 0;

    /** The remainder of the event types of which every event matches. */
    public static final int ALWAYS = 1;

    public TypedPlan {
        remainders = List.copyOf(remainders);
        remainderOf = List.copyOf(remainderOf);
    }

    /** Simplifies a plan and takes it apart by event types. */
    public static TypedPlan of(Plan plan, FieldCatalogue<?> catalogue) {
        Plan whole = Simplifier.simplify(plan);
        Map<Plan, boolean[]> decided = new HashMap<>();
        decide(whole, catalogue, decided);
        Map<Plan, Integer> remainders = new LinkedHashMap<>();
        remainders.put(new Plan.Fixed(false), NEVER);
        remainders.put(new Plan.Fixed(true), ALWAYS);
        Map<List<Boolean>, Integer> known = new HashMap<>();
        List<Integer> remainderOf = new ArrayList<>();
        for (int code = 0; code < EventTable.size(); code++) {
            int index;
            if (EventTable.type(code).isGeneric()) {
                index = index(whole, remainders);
            } else {
                List<Boolean> outcome = new ArrayList<>();
                for (boolean[] byCode : decided.values()) {
                    outcome.add(byCode[code]);
                }
                Integer there = known.get(outcome);
                index =
                        there != null
                                ? there
                                : index(
                                        Simplifier.simplify(remainder(whole, decided, code)),
                                        remainders);
                known.put(outcome, index);
            }
            remainderOf.add(index);
        }
        return new TypedPlan(whole, new ArrayList<>(remainders.keySet()), remainderOf);
    }

    private static int index(Plan remainder, Map<Plan, Integer> remainders) {
        Integer there = remainders.putIfAbsent(remainder, remainders.size());
        return there != null ? there : remainders.size() - 1;
    }

    /** Finds the checks that an event's type decides, and what it decides for each type. */
    private static void decide(
            Plan plan, FieldCatalogue<?> catalogue, Map<Plan, boolean[]> decided) {
        switch (plan) {
            case Plan.All all -> all.terms().forEach(term -> decide(term, catalogue, decided));
            case Plan.Any any -> any.terms().forEach(term -> decide(term, catalogue, decided));
            case Plan.Either either -> {
                decide(either.left(), catalogue, decided);
                decide(either.right(), catalogue, decided);
            }
            case Plan.Not not -> decide(not.term(), catalogue, decided);
            case Plan.Exists(Value.Field field) -> {
                Extractor<EventType> byType = byType(field, catalogue);
                if (byType != null) {
                    decided.put(plan, outcomes(byType, field, value -> true));
                }
            }
            case Plan.Test(Value.Field field, var holding, var condition) -> {
                Extractor<EventType> byType = byType(field, catalogue);
                if (byType != null) {
                    var predicate = Predicates.of(condition);
                    decided.put(
                            plan,
                            outcomes(byType, field, value -> holding.holds(value, predicate)));
                }
            }
            case Plan.Fixed _, Plan.Exists _, Plan.Test _, Plan.Pair _ -> {}
        }
    }

    private static @Nullable Extractor<EventType> byType(
            Value.Field field, FieldCatalogue<?> catalogue) {
        return catalogue.byEventType(field.definition(), field.argument());
    }

    private static boolean[] outcomes(
            Extractor<EventType> byType, Value.Field field, Predicate<FieldValue> holds) {
        boolean[] outcomes = new boolean[EventTable.size()];
        FieldValue value = new FieldValue();
        for (EventType type : EventTable.all()) {
            value.begin(field.type());
            outcomes[type.code()] = byType.extract(type, value) && holds.test(value);
        }
        return outcomes;
    }

    private static Plan remainder(Plan plan, Map<Plan, boolean[]> decided, int code) {
        boolean[] outcomes = decided.get(plan);
        if (outcomes != null) {
            return new Plan.Fixed(outcomes[code]);
        }
        return switch (plan) {
            case Plan.All all -> new Plan.All(remainders(all.terms(), decided, code));
            case Plan.Any any -> new Plan.Any(remainders(any.terms(), decided, code));
            case Plan.Either either ->
                    new Plan.Either(
                            remainder(either.left(), decided, code),
                            remainder(either.right(), decided, code));
            case Plan.Not not -> new Plan.Not(remainder(not.term(), decided, code));
            default -> plan;
        };
    }

    private static List<Plan> remainders(List<Plan> terms, Map<Plan, boolean[]> decided, int code) {
        List<Plan> remainders = new ArrayList<>(terms.size());
        for (Plan term : terms) {
            remainders.add(remainder(term, decided, code));
        }
        return remainders;
    }

    /** The codes of the event types that can match. */
    public BitSet eventTypes() {
        BitSet codes = new BitSet();
        for (int code = 0; code < remainderOf.size(); code++) {
            codes.set(code, remainderOf.get(code) != NEVER);
        }
        return codes;
    }

    /** The fields that it asks for, those too that only an event's type is asked for. */
    public Set<FieldDefinition> fields() {
        Set<FieldDefinition> fields = new LinkedHashSet<>();
        whole.fields(fields);
        return fields;
    }
}
