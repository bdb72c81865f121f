// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventType;
import dev.kansoku.ffi.Native;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.interpret.Interpreter;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.plan.ValueExtractors;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The part of a filter that the kernel decides beyond the number of a call: for each call what it
 * asks before it makes an event. Calls that the state learns from are asked only where they failed
 * and taught it nothing ({@link FailedCalls}), for their events are needed whatever the filter
 * says. Immutable; two are equal where they ask the same.
 *
 * @param byCall what is asked, by the calls' numbers; of others every event passes
 * @param finder makes ready what user space is to find out; no part of what is equal
 */
public record KernelFilter(
        Map<Integer, Question> byCall, Function<Plan, Predicate<EventContext>> finder) {
    /** Every event passes. */
    public static final KernelFilter NONE = new KernelFilter(Map.of(), _ -> _ -> true);

    /** Recipes of what is a number, and no text or address. */
    private static final Set<String> NUMBERS =
            Set.of("ret", "arg", "int", "uint", "shifted", "folded", "value", "number", "data");

    /**
     * What is asked of a call.
     *
     * @param predicate what holds for every event that the filter can match
     * @param fd where the number of its fd is
     * @param result whether its event tells what it returned
     * @param takes whether the kernel keeps of it what it took from the process, to be forgotten
     * @param ofFailures whether only failures can be left out
     */
    public record Question(
            KernelPredicate predicate,
            FdSource fd,
            Result result,
            boolean takes,
            boolean ofFailures) {}

    /** How a call's result is known; codes are the kernel side's. */
    public enum Result {
        /** It is the result. */
        TOLD,
        /** The event has none. */
        ABSENT,
        /** The event has something else in its place. */
        UNTOLD
    }

    public KernelFilter {
        byCall = Map.copyOf(byCall);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KernelFilter filter && byCall.equals(filter.byCall);
    }

    @Override
    public int hashCode() {
        return byCall.hashCode();
    }

    /** What of a filter the kernel can decide on this machine's architecture. */
    public static KernelFilter of(Filter<EventContext> filter) {
        if (countsEvents(filter.fields())) {
            return NONE;
        }
        SystemState state = new SystemState();
        Map<Integer, Question> byCall = new TreeMap<>();
        @Nullable SystemCall[] calls = SystemCallTable.byNumber(Native.ARCHITECTURE);
        for (int number = 0; number < calls.length; number++) {
            SystemCall call = calls[number];
            if (call == null) {
                continue;
            }
            boolean decidable = isDecidable(call, state);
            Numbers failures = decidable ? null : FailedCalls.of(call.name());
            if (!decidable && (failures == null || result(call) != Result.TOLD)) {
                continue;
            }
            KernelPredicate predicate =
                    KernelPlanner.of(
                            call.event().isGeneric()
                                    ? filter.remainderOfCall(call.name())
                                    : filter.remainderOf(call.event().code()),
                            filter.catalogue(),
                            decidable);
            if (failures != null) {
                predicate = KernelPlanner.whereResultIs(failures, predicate);
            }
            if (!(predicate
                    instanceof KernelPredicate.Fixed)) { // calls that never match make no event
                byCall.put(
                        number,
                        new Question(
                                predicate,
                                FdSource.of(call),
                                result(call),
                                takes(call),
                                !decidable));
            }
        }
        ValueExtractors<EventContext> extractors = new ValueExtractors<>(filter.catalogue());
        return new KernelFilter(byCall, plan -> Interpreter.of(plan, extractors));
    }

    /** Whether a filter counts or times the events before, so that all of them have to be seen. */
    public static boolean countsEvents(TypedPlan plan) {
        return countsEvents(plan.fields());
    }

    /** How many calls are asked whenever they end, or only where they have failed. */
    public int calls(boolean ofFailures) {
        return (int) byCall.values().stream().filter(one -> one.ofFailures() == ofFailures).count();
    }

    private static boolean countsEvents(Set<FieldDefinition> fields) {
        return fields.stream().anyMatch(field -> KernelFields.counts(field.name()));
    }

    /** Whether a call's event serves nothing but the filter. */
    static boolean isDecidable(SystemCall call, SystemState state) {
        return state.ignores(call.event().code()) && BroughtFds.of(call.name()) == BroughtFds.NONE;
    }

    private static boolean takes(SystemCall call) {
        return call.recipes().stream().map(Recipe::kind).anyMatch(kind -> !NUMBERS.contains(kind));
    }

    static Result result(SystemCall call) {
        EventType type = call.event();
        int index = type.indexOf("res");
        if (index < 0 && type.has(EventFlag.CREATES_FD)) {
            index = type.indexOf("fd");
        }
        if (index < 0) {
            return Result.ABSENT;
        }
        Recipe recipe = call.recipes().get(index);
        boolean plain =
                recipe.kind().equals("ret")
                        && recipe.conversion() == null
                        && type.parameter(index).type().width() == Long.BYTES;
        return plain ? Result.TOLD : Result.UNTOLD;
    }
}
