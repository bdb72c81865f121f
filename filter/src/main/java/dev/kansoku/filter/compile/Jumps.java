// SPDX-License-Identifier: Apache-2.0
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes code that asks a plan's checks of the context in a local variable. Checks jump: one that
 * decides goes straight to the end of what it decides.
 */
abstract class Jumps {
    /** Of a method that says whether a plan matches the context in its only parameter. */
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

    /** The class that is written. */
    final ClassDesc type;

    final Constants constants;
    final CodeBuilder code;
    private final int context;
    private int nextLocal;

    /**
     * @param context the local variable that holds the context
     * @param nextLocal the first one that is free
     */
    Jumps(ClassDesc type, Constants constants, CodeBuilder code, int context, int nextLocal) {
        this.type = type;
        this.constants = constants;
        this.code = code;
        this.context = context;
        this.nextLocal = nextLocal;
    }

    /** The method of the class that answers a plan; null where it is to be answered here. */
    abstract @Nullable String methodOf(Plan plan);

    /** The method of the class that answers a part of a plan that is too large for one. */
    abstract String methodOfPart(Plan part);

    /** Takes a value, and goes to a label where the event does not have it. */
    abstract void take(Value value, Label missing);

    int newLocal() {
        return nextLocal++;
    }

    /** Goes to one label or the other; never falls through. */
    final void jump(Plan plan, Label matches, Label fails) {
        String method = methodOf(plan);
        if (method == null) {
            jumpHere(plan, matches, fails);
        } else {
            call(method, matches, fails);
        }
    }

    /** The same, by no method of its own. */
    final void jumpHere(Plan plan, Label matches, Label fails) {
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
                get(constants.scratch(test.value()));
                get(constants.predicate(test.condition()));
                code.invokestatic(HOLDING, method(test.holding()), HOLDS);
                code.ifne(matches).goto_(fails);
            }
            case Plan.Pair pair -> {
                take(pair.left(), fails);
                take(pair.right(), fails);
                get(constants.scratch(pair.left()));
                get(constants.pair(pair));
                get(constants.scratch(pair.right()));
                code.invokestatic(HOLDING, method(pair.holding()), PAIR_HOLDS);
                code.ifne(matches).goto_(fails);
            }
        }
    }

    private void jump(Plan plan, boolean called, Label matches, Label fails) {
        if (called) {
            call(methodOfPart(plan), matches, fails);
        } else {
            jump(plan, matches, fails);
        }
    }

    private void call(String method, Label matches, Label fails) {
        code.aload(context).invokestatic(type, method, TYPE);
        code.ifne(matches).goto_(fails);
    }

    /** Keeps what the left side says until the right side has spoken. */
    private void either(Plan.Either either, Label matches, Label fails) {
        int left = newLocal();
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

    /** Takes a value and leaves on the stack whether the event has it. */
    final void extract(Value value) {
        get(constants.scratch(value));
        code.getstatic(FIELD_TYPE, value.type().name(), FIELD_TYPE);
        code.invokevirtual(FIELD_VALUE, "begin", BEGIN);
        get(constants.extractor(value));
        code.aload(context);
        get(constants.scratch(value));
        code.invokeinterface(EXTRACTOR, "extract", EXTRACT);
    }

    private void get(Constants.Constant constant) {
        code.getstatic(type, constant.name(), constant.type());
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
