// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the code of one static method that says whether a plan matches the context in its only
 * parameter.
 *
 * <p>A value that several checks ask is taken at most once a call. A local variable says how far
 * that is: 0 not asked yet, 1 missing, 2 there.
 */
final class MatchMethod extends Jumps {
    private static final int CONTEXT = 0;
    private static final int PRESENT = 2;

    private final ClassWriter owner;
    private final Map<Value, Integer> stateOf = new HashMap<>();

    private MatchMethod(ClassWriter owner, CodeBuilder code) {
        super(owner.type(), owner.constants(), code, CONTEXT, CONTEXT + 1);
        this.owner = owner;
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
            int state = newLocal();
            stateOf.put(value, state);
            code.iconst_0().istore(state);
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

    @Override
    @Nullable String methodOf(Plan plan) {
        return null;
    }

    @Override
    String methodOfPart(Plan part) {
        return owner.method(part);
    }

    @Override
    void take(Value value, Label missing) {
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
}
