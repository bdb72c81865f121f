// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.kansoku.filter.field.Lifetime;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Writes the class of many plans, a {@link PlanSet}:
 *
 * <pre>
 *   match(...):     now += 4, keeps the arrays in fields, s0(context)
 *   sn(context):    guards and ends of plans, see Step
 *   vn(context):    takes a value, at most once an event:      known[n] - now is 1 missing, 2 there
 *   en(context):    a check that several ask, once an event:   known[n] - now is 1 fails, 2 matches
 *   rn(context):    a check that is remembered, see Slots
 *   pn(context):    a part of what is too large for one method
 *   ..Slowly:       finds out what vn, en and rn do not know
 * </pre>
 *
 * <p>What is not known yet is found out by a method of its own, so that the ways that are taken for
 * most events are short and the JIT compiler has them in one piece.
 */
final class FusedWriter {
    static final MethodTypeDesc VOID = MethodTypeDesc.of(CD_void, CD_Object);

    /** Guards and ends of plans with more checks go into methods of their own. */
    private static final int MOST_CHECKS = 60;

    /** What one guard lets pass to has its own method from so many checks on. */
    private static final int WORTH_A_METHOD = 12;

    private static final ClassDesc LONGS = long[].class.describeConstable().orElseThrow();
    private static final MethodTypeDesc MATCH =
            MethodTypeDesc.of(CD_void, CD_Object, LONGS, LONGS, LONGS);

    private final ClassDesc type;
    private final Constants constants;
    private final Slots slots;
    private final List<String> states = new ArrayList<>();
    private final Map<Value, String> values = new HashMap<>();
    private final Map<Plan, String> shared = new HashMap<>();
    private final Map<Plan, String> remembered = new HashMap<>();
    private final Map<Plan, String> parts = new HashMap<>();
    private final Queue<Consumer<ClassBuilder>> open = new ArrayDeque<>();
    private Sharing sharing = Sharing.of(List.of());
    private int sequences;

    FusedWriter(ClassDesc type, Constants constants, Slots slots) {
        this.type = type;
        this.constants = constants;
        this.slots = slots;
    }

    ClassDesc type() {
        return type;
    }

    Constants constants() {
        return constants;
    }

    Sharing sharing() {
        return sharing;
    }

    Lifetime lifetime(Plan plan) {
        return slots.lifetime(plan);
    }

    byte[] write(List<Step> steps) {
        sharing = Sharing.of(steps);
        return ClassFile.of()
                .build(
                        type,
                        builder -> {
                            builder.withFlags(ClassFile.ACC_FINAL);
                            builder.withInterfaceSymbols(desc(PlanSet.class));
                            builder.withMethodBody(
                                    INIT_NAME,
                                    MTD_void,
                                    0,
                                    code ->
                                            code.aload(0)
                                                    .invokespecial(CD_Object, INIT_NAME, MTD_void)
                                                    .return_());
                            String first = sequence(steps);
                            builder.withMethodBody(
                                    "match",
                                    MATCH,
                                    ClassFile.ACC_PUBLIC,
                                    code -> begin(first, code));
                            for (var next = open.poll(); next != null; next = open.poll()) {
                                next.accept(builder);
                            }
                            writeState(builder);
                            constants.write(type, builder);
                        });
    }

    private void begin(String first, CodeBuilder code) {
        code.aload(2).putstatic(type, "process", LONGS);
        code.aload(3).putstatic(type, "system", LONGS);
        code.aload(4).putstatic(type, "matched", LONGS);
        code.getstatic(type, "now", CD_long).loadConstant(4L).ladd();
        code.putstatic(type, "now", CD_long);
        code.aload(1).invokestatic(type, first, VOID).return_();
    }

    private void writeState(ClassBuilder builder) {
        int flags = ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE;
        for (String name : List.of("process", "system", "matched")) {
            builder.withField(name, LONGS, flags);
        }
        builder.withField("now", CD_long, flags);
        for (String name : states) {
            builder.withField(name, CD_long, flags);
        }
    }

    /** The method that takes steps. */
    String sequence(List<Step> steps) {
        String name = "s" + sequences++;
        method(name, VOID, code -> FusedCode.sequence(steps, this, code));
        return name;
    }

    /** Those that follow one another, in groups that fit a method. */
    static List<List<Step>> groups(List<Step> steps) {
        List<List<Step>> groups = new ArrayList<>();
        List<Step> group = new ArrayList<>();
        int checks = 0;
        for (Step step : steps) {
            int more = isInline(step) ? step.checks() : 3;
            if (!group.isEmpty() && checks + more > MOST_CHECKS) {
                groups.add(group);
                group = new ArrayList<>();
                checks = 0;
            }
            group.add(step);
            checks += more;
        }
        groups.add(group);
        return groups;
    }

    private static boolean isInline(Step step) {
        return switch (step) {
            case Step.Guard guard -> isInline(guard);
            case Step.Leaf _ -> true;
        };
    }

    /** Whether what a guard lets pass to stands behind it. */
    static boolean isInline(Step.Guard guard) {
        return Step.sum(guard.then()) < WORTH_A_METHOD;
    }

    /** The method that takes a value which several checks ask. */
    String value(Value value) {
        return values.computeIfAbsent(
                value,
                _ ->
                        onceAnEvent(
                                "v" + values.size(),
                                code -> FusedCode.valueSlowly(value, this, code)));
    }

    /** The method of a check that several ask. */
    String shared(Plan plan) {
        return shared.computeIfAbsent(
                plan,
                _ ->
                        onceAnEvent(
                                "e" + shared.size(),
                                code -> FusedCode.planSlowly(plan, this, code)));
    }

    /** The method of a check whose outcome stays. */
    String remembered(Plan plan) {
        String there = remembered.get(plan);
        if (there != null) {
            return there;
        }
        String name = "r" + remembered.size();
        remembered.put(plan, name);
        int slot = slots.of(plan);
        String array = slots.lifetime(plan) == Lifetime.PROCESS ? "process" : "system";
        method(name, Jumps.TYPE, code -> recall(name, array, slot, code));
        method(
                name + "Slowly",
                Jumps.TYPE,
                code -> {
                    FusedCode.planSlowly(plan, this, code);
                    remember(array, slot, code);
                });
        return name;
    }

    /** The method of a part of a large plan. */
    String part(Plan plan) {
        String there = parts.get(plan);
        if (there != null) {
            return there;
        }
        String name = "p" + parts.size();
        parts.put(plan, name);
        method(
                name,
                Jumps.TYPE,
                code -> {
                    FusedCode.planSlowly(plan, this, code);
                    code.ireturn();
                });
        return name;
    }

    private void method(String name, MethodTypeDesc signature, Consumer<CodeBuilder> body) {
        open.add(
                builder ->
                        builder.withMethodBody(
                                name,
                                signature,
                                ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE,
                                body::accept));
    }

    /**
     * @param slowly leaves on the stack what is not known yet
     */
    private String onceAnEvent(String name, Consumer<CodeBuilder> slowly) {
        String state = "known" + name;
        states.add(state);
        method(
                name,
                Jumps.TYPE,
                code -> {
                    Label unknown = code.newLabel();
                    code.getstatic(type, state, CD_long).getstatic(type, "now", CD_long).lsub();
                    code.lstore(1).lload(1).lconst_0().lcmp().ifle(unknown);
                    code.lload(1).lconst_1().lcmp().ireturn();
                    code.labelBinding(unknown);
                    code.aload(0).invokestatic(type, name + "Slowly", Jumps.TYPE).ireturn();
                });
        method(
                name + "Slowly",
                Jumps.TYPE,
                code -> {
                    slowly.accept(code);
                    code.istore(1);
                    code.getstatic(type, "now", CD_long).lconst_1().ladd();
                    code.iload(1).i2l().ladd().putstatic(type, state, CD_long);
                    code.iload(1).ireturn();
                });
        return name;
    }

    private void recall(String name, String array, int slot, CodeBuilder code) {
        Label unknown = code.newLabel();
        code.getstatic(type, array, LONGS).loadConstant(Slots.word(slot)).laload();
        code.loadConstant(Slots.shift(slot)).lushr().l2i().iconst_3().iand().istore(1);
        code.iload(1).ifeq(unknown);
        code.iload(1).iconst_1().ishr().ireturn();
        code.labelBinding(unknown);
        code.aload(0).invokestatic(type, name + "Slowly", Jumps.TYPE).ireturn();
    }

    /** Keeps the outcome on the stack, and returns it. */
    private void remember(String array, int slot, CodeBuilder code) {
        code.istore(1);
        code.getstatic(type, array, LONGS).loadConstant(Slots.word(slot)).dup2().laload();
        code.iload(1).iconst_1().ishl().iconst_1().ior().i2l();
        code.loadConstant(Slots.shift(slot)).lshl().lor().lastore();
        code.iload(1).ireturn();
    }

    /** Sets the bit of a plan that matches. */
    void writeMatch(int index, CodeBuilder code) {
        code.getstatic(type, "matched", LONGS).loadConstant(index >> 6).dup2().laload();
        code.loadConstant(1L << index).lor().lastore();
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
