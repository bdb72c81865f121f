// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Holding;
import dev.kansoku.filter.match.Predicates;
import dev.kansoku.filter.match.ValuePredicate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

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
        forEachCheck(
                whole,
                (check, field, predicate) -> {
                    Extractor<EventType> byType =
                            catalogue.byEventType(field.definition(), field.argument());
                    if (byType != null) {
                        decided.put(check, outcomes(byType, field, predicate.get()));
                    }
                });
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
                index = there != null ? there : index(remainder(whole, decided, code), remainders);
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

    /**
     * Whether the generic event of a system call of this name can match.
     *
     * @param catalogue the one that the plan was made with
     */
    public boolean canMatchCall(String name, FieldCatalogue<?> catalogue) {
        return !remainderOfCall(name, catalogue).equals(new Plan.Fixed(false));
    }

    /**
     * What is left of the plan for the generic event of a system call of this name.
     *
     * @param catalogue the one that the plan was made with
     */
    public Plan remainderOfCall(String name, FieldCatalogue<?> catalogue) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        Map<Plan, boolean[]> decided = new HashMap<>();
        FieldValue value = new FieldValue();
        forEachCheck(
                whole,
                (check, field, predicate) -> {
                    Extractor<byte[]> byName =
                            catalogue.byCallName(field.definition(), field.argument());
                    if (byName != null) {
                        value.begin(field.type());
                        boolean outcome =
                                byName.extract(bytes, value) && predicate.get().test(value);
                        decided.put(check, new boolean[] {outcome});
                    }
                });
        return remainder(whole, decided, 0);
    }

    /** Does something with a check of a field. */
    @FunctionalInterface
    private interface CheckVisitor {
        /**
         * @param predicate makes what says whether a value that was taken passes
         */
        void visit(Plan check, Value.Field field, Supplier<Predicate<FieldValue>> predicate);
    }

    private static void forEachCheck(Plan plan, CheckVisitor visitor) {
        switch (plan) {
            case Plan.All all -> all.terms().forEach(term -> forEachCheck(term, visitor));
            case Plan.Any any -> any.terms().forEach(term -> forEachCheck(term, visitor));
            case Plan.Either either -> {
                forEachCheck(either.left(), visitor);
                forEachCheck(either.right(), visitor);
            }
            case Plan.Not not -> forEachCheck(not.term(), visitor);
            case Plan.Exists(Value.Field field) -> visitor.visit(plan, field, () -> _ -> true);
            case Plan.Test(Value.Field field, var holding, var condition) ->
                    visitor.visit(plan, field, () -> predicate(holding, condition));
            case Plan.Fixed _, Plan.Exists _, Plan.Test _, Plan.Pair _ -> {}
        }
    }

    private static Predicate<FieldValue> predicate(Holding holding, Condition condition) {
        ValuePredicate predicate = Predicates.of(condition);
        return value -> holding.holds(value, predicate);
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

    /** What is left of a plan with the outcomes of one column, simplified. */
    private static Plan remainder(Plan plan, Map<Plan, boolean[]> decided, int column) {
        return Simplifier.simplify(replaced(plan, decided, column));
    }

    private static Plan replaced(Plan plan, Map<Plan, boolean[]> decided, int code) {
        boolean[] outcomes = decided.get(plan);
        if (outcomes != null) {
            return new Plan.Fixed(outcomes[code]);
        }
        return switch (plan) {
            case Plan.All all -> new Plan.All(replaced(all.terms(), decided, code));
            case Plan.Any any -> new Plan.Any(replaced(any.terms(), decided, code));
            case Plan.Either either ->
                    new Plan.Either(
                            replaced(either.left(), decided, code),
                            replaced(either.right(), decided, code));
            case Plan.Not not -> new Plan.Not(replaced(not.term(), decided, code));
            default -> plan;
        };
    }

    private static List<Plan> replaced(List<Plan> terms, Map<Plan, boolean[]> decided, int code) {
        List<Plan> replaced = new ArrayList<>(terms.size());
        for (Plan term : terms) {
            replaced.add(replaced(term, decided, code));
        }
        return replaced;
    }

    /** The codes of the event types that can match. */
    public BitSet eventTypes() {
        BitSet codes = new BitSet();
        for (int code = 0; code < remainderOf.size(); code++) {
            codes.set(code, remainderOf.get(code) != NEVER);
        }
        return codes;
    }

    /** The texts that a field is compared with by equality, or by the lack of it. */
    public Set<String> comparedWith(String field) {
        return ComparedTexts.of(whole, field);
    }

    /** The fields that it asks for, those too that only an event's type is asked for. */
    public Set<FieldDefinition> fields() {
        Set<FieldDefinition> fields = new LinkedHashSet<>();
        whole.fields(fields);
        return fields;
    }
}
