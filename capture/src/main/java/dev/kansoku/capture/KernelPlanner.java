// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kansoku.capture.KernelPredicate.All;
import dev.kansoku.capture.KernelPredicate.Any;
import dev.kansoku.capture.KernelPredicate.Fixed;
import dev.kansoku.capture.KernelPredicate.Found;
import dev.kansoku.capture.KernelPredicate.IsName;
import dev.kansoku.capture.KernelPredicate.IsNumber;
import dev.kansoku.capture.KernelPredicate.Kept;
import dev.kansoku.capture.KernelPredicate.Name;
import dev.kansoku.capture.KernelPredicate.Subject;
import dev.kansoku.event.Symbols;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Holding;
import dev.kansoku.filter.match.Predicates;
import dev.kansoku.filter.match.ValuePredicate;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a plan what the kernel can ask. Negations are moved down to the checks; a check that the
 * kernel cannot make holds there in either form, so that what comes out holds wherever the plan
 * does.
 */
final class KernelPlanner {
    /** Results below are no errors. */
    private static final int LAST_ERROR = 4095;

    private final FieldCatalogue<?> catalogue;
    private final boolean ofFd;

    private KernelPlanner(FieldCatalogue<?> catalogue, boolean ofFd) {
        this.catalogue = catalogue;
        this.ofFd = ofFd;
    }

    /**
     * What the kernel asks where a plan is to hold.
     *
     * @param ofFd whether what is known of the call's fd stands for what the event shows of it
     */
    static KernelPredicate of(Plan plan, FieldCatalogue<?> catalogue, boolean ofFd) {
        return new KernelPlanner(catalogue, ofFd).of(plan, false);
    }

    /** Asks a predicate where the result is one of some numbers; with others every event passes. */
    static KernelPredicate whereResultIs(Numbers results, KernelPredicate predicate) {
        KernelPredicate others = new IsNumber(Subject.RESULT, results, true);
        return predicate.equals(new IsNumber(Subject.RESULT, results, false))
                ? KernelPredicate.ALWAYS
                : any(List.of(others, predicate));
    }

    /** Whether the kernel can make a check, be it only so that it lets too many events pass. */
    static boolean knows(Plan check) {
        return !ofCall(check, false).equals(KernelPredicate.ALWAYS)
                || !ofCall(check, true).equals(KernelPredicate.ALWAYS);
    }

    private KernelPredicate of(Plan plan, boolean negated) {
        return switch (plan) {
            case Plan.Fixed fixed -> new Fixed(fixed.holds() != negated);
            case Plan.All all ->
                    negated ? any(each(all.terms(), true)) : all(each(all.terms(), false));
            case Plan.Any any ->
                    negated ? all(each(any.terms(), true)) : any(each(any.terms(), false));
            case Plan.Not not -> of(not.term(), !negated);
            case Plan.Either(Plan left, Plan right) ->
                    any(
                            List.of(
                                    all(List.of(of(left, false), of(right, !negated))),
                                    all(List.of(of(left, true), of(right, negated)))));
            case Plan.Test _, Plan.Exists _, Plan.Pair _ -> {
                KernelPredicate byCall = ofCall(plan, negated);
                yield byCall.equals(KernelPredicate.ALWAYS) ? found(plan, negated) : byCall;
            }
        };
    }

    /** What the kernel knows of a check by itself. */
    private static KernelPredicate ofCall(Plan check, boolean negated) {
        return check
                                instanceof
                                Plan.Test(
                                        Value.Field(var field, var argument),
                                        var holding,
                                        var condition)
                        && argument == null
                ? check(field.name(), holding, condition, negated)
                : KernelPredicate.ALWAYS;
    }

    /** What it is told of a check. */
    private KernelPredicate found(Plan check, boolean negated) {
        Kept of = KernelFields.keptOf(check, catalogue);
        if (of == null || of == Kept.FD && !ofFd) {
            return KernelPredicate.ALWAYS;
        }
        return new Found(of, negated ? new Plan.Not(check) : check);
    }

    private List<KernelPredicate> each(List<Plan> terms, boolean negated) {
        return terms.stream().map(term -> of(term, negated)).toList();
    }

    private static KernelPredicate all(List<KernelPredicate> terms) {
        List<KernelPredicate> kept = new ArrayList<>();
        for (KernelPredicate term : terms) {
            if (term instanceof Fixed fixed) {
                if (!fixed.holds()) {
                    return fixed;
                }
            } else if (!kept.contains(term)) {
                kept.add(term);
            }
        }
        kept = joined(kept, Plan.All::new);
        return switch (kept.size()) {
            case 0 -> KernelPredicate.ALWAYS;
            case 1 -> kept.getFirst();
            default -> new All(kept);
        };
    }

    private static KernelPredicate any(List<KernelPredicate> terms) {
        List<KernelPredicate> kept = new ArrayList<>();
        for (KernelPredicate term : terms) {
            if (term instanceof Fixed fixed) {
                if (fixed.holds()) {
                    return fixed;
                }
            } else if (!kept.contains(term)) {
                kept.add(term);
            }
        }
        kept = joined(kept, Plan.Any::new);
        return switch (kept.size()) {
            case 0 -> new Fixed(false);
            case 1 -> kept.getFirst();
            default -> new Any(kept);
        };
    }

    /** What is found out of one thing is asked as one, behind what the kernel knows by itself. */
    private static List<KernelPredicate> joined(
            List<KernelPredicate> terms, Function<List<Plan>, Plan> join) {
        List<KernelPredicate> all = new ArrayList<>(terms);
        for (Kept of : Kept.values()) {
            List<Plan> plans = new ArrayList<>();
            for (KernelPredicate term : terms) {
                if (term instanceof Found(Kept other, Plan plan) && other == of) {
                    plans.add(plan);
                    all.remove(term);
                }
            }
            if (!plans.isEmpty()) {
                all.add(new Found(of, plans.size() == 1 ? plans.getFirst() : join.apply(plans)));
            }
        }
        return all;
    }

    private static KernelPredicate check(
            String field, Holding holding, Condition condition, boolean negated) {
        // of a single value, none and not all are the same: it is there and does not pass
        boolean opposite = holding == Holding.NONE || holding == Holding.NOT_ALL;
        return switch (field) {
            case "proc.name" -> name(condition, opposite != negated);
            case "evt.failed" -> failed(condition, opposite != negated);
            case "evt.res" -> result(condition, opposite, negated);
            case "fd.type", "fd.typechar", "fd.l4proto" ->
                    ofFile(field, holding, condition, negated);
            case "fd.port", "fd.cport", "fd.sport", "fd.lport", "fd.rport" ->
                    ofFile(field, holding, condition, negated);
            default -> {
                Subject subject = KernelFields.subject(field);
                Numbers numbers = subject == null ? null : NumbersOf.condition(condition);
                yield subject == null || numbers == null
                        ? KernelPredicate.ALWAYS
                        : number(subject, opposite ? numbers.complement() : numbers, negated);
            }
        };
    }

    private static KernelPredicate ofFile(
            String field, Holding holding, Condition condition, boolean negated) {
        return negated ? KernelPredicate.ALWAYS : KernelFds.check(field, holding, condition);
    }

    /** Too many ranges are brought to fewer on the side where events pass that need not. */
    private static KernelPredicate number(Subject subject, Numbers numbers, boolean negated) {
        int most = KernelPredicate.MOST_MEMBERS;
        return new IsNumber(
                subject, negated ? numbers.narrowed(most) : numbers.widened(most), negated);
    }

    private static KernelPredicate name(Condition condition, boolean negated) {
        if (condition instanceof Condition.Negated(Condition inner)) {
            return name(inner, !negated);
        }
        List<Name> names = NamesOf.condition(condition);
        return names == null ? KernelPredicate.ALWAYS : new IsName(names, negated);
    }

    /** It is never missing: a call without a result has not failed. */
    private static KernelPredicate failed(Condition condition, boolean negated) {
        FieldValue value = new FieldValue();
        ValuePredicate passes = Predicates.of(condition);
        value.begin(FieldType.BOOLEAN);
        value.bool(true);
        boolean ofFailed = passes.test(value, 0) != negated;
        value.begin(FieldType.BOOLEAN);
        value.bool(false);
        boolean ofOthers = passes.test(value, 0) != negated;
        return ofFailed == ofOthers
                ? new Fixed(ofFailed)
                : new IsNumber(Subject.RESULT, Numbers.NEGATIVE, ofOthers);
    }

    /** Asks the condition for what every result is called. */
    private static KernelPredicate result(Condition condition, boolean opposite, boolean negated) {
        ValuePredicate passes = Predicates.of(condition);
        List<Numbers.Range> ranges = new ArrayList<>();
        for (long error = 1; error <= LAST_ERROR; error++) {
            if (passes(passes, errorName(error)) != opposite) {
                ranges.add(new Numbers.Range(-error, -error));
            }
        }
        if (passes(passes, "SUCCESS") != opposite) {
            ranges.add(new Numbers.Range(0, Long.MAX_VALUE));
        }
        if (!negated) { // how results beyond are called is not asked: they may pass
            ranges.add(new Numbers.Range(Long.MIN_VALUE, -LAST_ERROR - 1));
        }
        return number(Subject.RESULT, new Numbers(ranges), negated);
    }

    private static String errorName(long error) {
        byte @Nullable [] name = Symbols.errorName(error);
        return name == null ? Long.toString(-error) : new String(name, US_ASCII);
    }

    private static boolean passes(ValuePredicate predicate, String text) {
        FieldValue value = new FieldValue();
        value.begin(FieldType.TEXT);
        value.bytes(text.getBytes(US_ASCII));
        return predicate.test(value, 0);
    }
}
