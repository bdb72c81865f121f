// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes the class of one filter, a {@link Predicate}:
 *
 * <pre>
 *   test(context):  switch (what is left for the event's code) { never: false; always: true; n: mn(context) }
 *   mn(context):    the checks that are left for some event types, see MatchMethod
 *   c0, c1, ...:    extractors, scratch values and predicates, taken from the class data
 * </pre>
 */
final class ClassWriter {
    private static final ClassDesc TO_INT = desc(ToIntFunction.class);

    private final ClassDesc type;
    private final Constants constants;
    private final Map<Plan, String> methods = new HashMap<>();
    private final Queue<Plan> open = new ArrayDeque<>();

    ClassWriter(ClassDesc type, Constants constants) {
        this.type = type;
        this.constants = constants;
    }

    ClassDesc type() {
        return type;
    }

    Constants constants() {
        return constants;
    }

    /** The method of a plan, which is written after the ones that call it. */
    String method(Plan plan) {
        String there = methods.get(plan);
        if (there != null) {
            return there;
        }
        String name = "m" + methods.size();
        methods.put(plan, name);
        open.add(plan);
        return name;
    }

    byte[] write(TypedPlan plan, @Nullable ToIntFunction<?> eventCode) {
        return ClassFile.of()
                .build(
                        type,
                        builder -> {
                            builder.withFlags(ClassFile.ACC_FINAL);
                            builder.withInterfaceSymbols(desc(Predicate.class));
                            builder.withMethodBody(INIT_NAME, MTD_void, 0, this::construct);
                            builder.withMethodBody(
                                    "test",
                                    MatchMethod.TYPE,
                                    ClassFile.ACC_PUBLIC,
                                    code -> choose(plan, eventCode, code));
                            for (Plan next = open.poll(); next != null; next = open.poll()) {
                                writeMethod(next, builder);
                            }
                            constants.write(type, builder);
                        });
    }

    private void construct(CodeBuilder code) {
        code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_();
    }

    private void choose(TypedPlan plan, @Nullable ToIntFunction<?> eventCode, CodeBuilder code) {
        if (eventCode == null) {
            call(plan.whole(), code);
            return;
        }
        int[] remainderOf = plan.remainderOf().stream().mapToInt(Integer::intValue).toArray();
        get(constants.constant(int[].class, remainderOf), code);
        get(constants.constant(ToIntFunction.class, eventCode), code);
        code.aload(1).invokeinterface(TO_INT, "applyAsInt", MethodTypeDesc.of(CD_int, CD_Object));
        code.iaload();
        Label never = code.newLabel();
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = TypedPlan.ALWAYS; i < plan.remainders().size(); i++) {
            cases.add(SwitchCase.of(i, code.newLabel()));
        }
        code.tableswitch(TypedPlan.ALWAYS, plan.remainders().size() - 1, never, cases);
        for (SwitchCase one : cases) {
            code.labelBinding(one.target());
            if (one.caseValue() == TypedPlan.ALWAYS) {
                code.iconst_1().ireturn();
            } else {
                call(plan.remainders().get(one.caseValue()), code);
            }
        }
        code.labelBinding(never).iconst_0().ireturn();
    }

    private void call(Plan plan, CodeBuilder code) {
        code.aload(1).invokestatic(type, method(plan), MatchMethod.TYPE).ireturn();
    }

    private void writeMethod(Plan plan, ClassBuilder builder) {
        builder.withMethodBody(
                method(plan),
                MatchMethod.TYPE,
                ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
                code -> MatchMethod.write(plan, this, code));
    }

    private void get(Constants.Constant constant, CodeBuilder code) {
        code.getstatic(type, constant.name(), constant.type());
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
