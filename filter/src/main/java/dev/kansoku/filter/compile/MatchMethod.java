package dev.kansoku.filter.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Holding;
import dev.kansoku.filter.match.PairPredicate;
import dev.kansoku.filter.match.ValuePredicate;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the code of one static method that says whether a plan matches the context in its only
 * parameter. Checks jump: a check that decides goes straight to the end of what it decides.
 *
 * <p>A value that several checks ask is taken at most once a call. A local variable says how far
 * that is: 0 not asked yet, 1 missing, 2 there.
 */
final class MatchMethod {
    static final MethodTypeDesc TYPE = MethodTypeDesc.of(CD_boolean, CD_Object);

    private static final ClassDesc EXTRACTOR = desc(Extractor.class);
    private static final ClassDesc FIELD_VALUE = desc(FieldValue.class);
    private static final ClassDesc FIELD_TYPE = desc(FieldType.class);
    private static final ClassDesc HOLDING = desc(Holding.class);
    private static final MethodTypeDesc BEGIN = MethodTypeDesc.of(CD_void, FIELD_TYPE);
    private static final MethodTypeDesc EXTRACT =
            MethodTypeDesc.of(CD_boolean, CD_Object, FIELD_VALUE);
    private static final MethodTypeDesc HOLDS =
            MethodTypeDesc.of(CD_boolean, FIELD_VALUE, desc(ValuePredicate.class));
    private static final MethodTypeDesc PAIR_HOLDS =
            MethodTypeDesc.of(CD_boolean, FIELD_VALUE, desc(PairPredicate.class), FIELD_VALUE);
    private static final int CONTEXT = 0;
    private static final int PRESENT = 2;

    private final ClassWriter owner;
    private final CodeBuilder code;
    private final Map<Value, Integer> stateOf = new HashMap<>();
    private int nextLocal = CONTEXT + 1;

    private MatchMethod(ClassWriter owner, CodeBuilder code) {
        this.owner = owner;
        this.code = code;
    }

    static void write(Plan plan, ClassWriter owner, CodeBuilder code) {
        MatchMethod method = new MatchMethod(owner, code);
        method.keepStateOfSharedValues(plan);
        Label matches = code.newLabel();
        Label fails = code.newLabel();
        method.jump(plan, matches, fails);
        code.labelBinding(matches).iconst_1().ireturn();
        code.labelBinding(fails).iconst_0().ireturn();
    }

    private void keepStateOfSharedValues(Plan plan) {
        Set<Value> once = new LinkedHashSet<>();
        Set<Value> often = new LinkedHashSet<>();
        count(plan, once, often);
        for (Value value : often) {
            stateOf.put(value, nextLocal);
            code.iconst_0().istore(nextLocal);
            nextLocal++;
        }
    }

    /** Finds the values that this method takes itself, and the ones that it would take twice. */
    private static void count(Plan plan, Set<Value> once, Set<Value> often) {
        switch (plan) {
            case Plan.All all -> {
                if (!Parts.isLarge(all)) {
                    all.terms().forEach(term -> count(term, once, often));
                }
            }
            case Plan.Any any -> {
                if (!Parts.isLarge(any)) {
                    any.terms().forEach(term -> count(term, once, often));
                }
            }
            case Plan.Either either -> {
                count(either.left(), once, often);
                count(either.right(), once, often);
            }
            case Plan.Not not -> count(not.term(), once, often);
            case Plan.Exists exists -> count(exists.value(), once, often);
            case Plan.Test test -> count(test.value(), once, often);
            case Plan.Pair pair -> {
                count(pair.left(), once, often);
                count(pair.right(), once, often);
            }
            case Plan.Fixed _ -> {}
        }
    }

    private static void count(Value value, Set<Value> once, Set<Value> often) {
        if (!once.add(value)) {
            often.add(value);
        }
    }

    /** Goes to one label or the other; never falls through. */
    private void jump(Plan plan, Label matches, Label fails) {
        switch (plan) {
            case Plan.Fixed fixed -> code.goto_(fixed.holds() ? matches : fails);
            case Plan.All all -> {
                boolean large = Parts.isLarge(all);
                List<Plan> terms = large ? Parts.of(all) : all.terms();
                for (Plan term : terms) {
                    Label next = code.newLabel();
                    jump(term, large, next, fails);
                    code.labelBinding(next);
                }
                code.goto_(matches);
            }
            case Plan.Any any -> {
                boolean large = Parts.isLarge(any);
                List<Plan> terms = large ? Parts.of(any) : any.terms();
                for (Plan term : terms) {
                    Label next = code.newLabel();
                    jump(term, large, matches, next);
                    code.labelBinding(next);
                }
                code.goto_(fails);
            }
            case Plan.Either either -> either(either, matches, fails);
            case Plan.Not not -> jump(not.term(), fails, matches);
            case Plan.Exists exists -> {
                take(exists.value(), fails);
                code.goto_(matches);
            }
            case Plan.Test test -> {
                take(test.value(), fails);
                get(owner.constants().scratch(test.value()));
                get(owner.constants().predicate(test.condition()));
                code.invokestatic(HOLDING, method(test.holding()), HOLDS);
                code.ifne(matches).goto_(fails);
            }
            case Plan.Pair pair -> {
                take(pair.left(), fails);
                take(pair.right(), fails);
                get(owner.constants().scratch(pair.left()));
                get(owner.constants().pair(pair));
                get(owner.constants().scratch(pair.right()));
                code.invokestatic(HOLDING, method(pair.holding()), PAIR_HOLDS);
                code.ifne(matches).goto_(fails);
            }
        }
    }

    private void jump(Plan plan, boolean called, Label matches, Label fails) {
        if (called) {
            code.aload(CONTEXT).invokestatic(owner.type(), owner.method(plan), TYPE);
            code.ifne(matches).goto_(fails);
        } else {
            jump(plan, matches, fails);
        }
    }

    /** Keeps what the left side says until the right side has spoken. */
    private void either(Plan.Either either, Label matches, Label fails) {
        int left = nextLocal++;
        Label leftMatches = code.newLabel();
        Label leftFails = code.newLabel();
        Label right = code.newLabel();
        jump(either.left(), leftMatches, leftFails);
        code.labelBinding(leftMatches).iconst_1().istore(left).goto_(right);
        code.labelBinding(leftFails).iconst_0().istore(left);
        code.labelBinding(right);
        Label rightMatches = code.newLabel();
        Label rightFails = code.newLabel();
        jump(either.right(), rightMatches, rightFails);
        code.labelBinding(rightMatches).iload(left).ifeq(matches).goto_(fails);
        code.labelBinding(rightFails).iload(left).ifne(matches).goto_(fails);
    }

    private static String method(Holding holding) {
        return switch (holding) {
            case ANY -> "any";
            case ALL -> "all";
            case NONE -> "none";
            case NOT_ALL -> "notAll";
        };
    }

    /** Takes a value, and goes to a label where the event does not have it. */
    private void take(Value value, Label missing) {
        Integer state = stateOf.get(value);
        if (state == null) {
            extract(value);
            code.ifeq(missing);
            return;
        }
        Label known = code.newLabel();
        code.iload(state).ifne(known);
        extract(value);
        code.iconst_1().iadd().istore(state);
        code.labelBinding(known).iload(state).loadConstant(PRESENT).if_icmpne(missing);
    }

    private void extract(Value value) {
        get(owner.constants().scratch(value));
        code.getstatic(FIELD_TYPE, value.type().name(), FIELD_TYPE);
        code.invokevirtual(FIELD_VALUE, "begin", BEGIN);
        get(owner.constants().extractor(value));
        code.aload(CONTEXT);
        get(owner.constants().scratch(value));
        code.invokeinterface(EXTRACTOR, "extract", EXTRACT);
    }

    private void get(Constants.Constant constant) {
        code.getstatic(owner.type(), constant.name(), constant.type());
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
