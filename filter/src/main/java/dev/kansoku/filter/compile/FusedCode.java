// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.filter.field.Lifetime;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the code of one method of a {@link FusedWriter}'s class. */
final class FusedCode extends Jumps {
    private static final int CONTEXT = 0;

    private final FusedWriter owner;

    /** Whether all that is asked here is remembered together already. */
    private final boolean remembered;

    private FusedCode(FusedWriter owner, CodeBuilder code, boolean remembered) {
        super(owner.type(), owner.constants(), code, CONTEXT, CONTEXT + 1);
        this.owner = owner;
        this.remembered = remembered;
    }

    /** Takes steps and returns. */
    static void sequence(List<Step> steps, FusedWriter owner, CodeBuilder code) {
        List<List<Step>> groups = FusedWriter.groups(steps);
        if (groups.size() > 1) {
            for (List<Step> group : groups) {
                code.aload(CONTEXT);
                code.invokestatic(owner.type(), owner.sequence(group), FusedWriter.VOID);
            }
        } else {
            new FusedCode(owner, code, false).steps(steps);
        }
        code.return_();
    }

    /** Leaves on the stack whether a plan matches. */
    static void planSlowly(Plan plan, FusedWriter owner, CodeBuilder code) {
        FusedCode method = new FusedCode(owner, code, owner.lifetime(plan) != Lifetime.EVENT);
        Label matches = code.newLabel();
        Label fails = code.newLabel();
        Label end = code.newLabel();
        method.jumpHere(plan, matches, fails);
        code.labelBinding(matches).iconst_1().goto_(end);
        code.labelBinding(fails).iconst_0();
        code.labelBinding(end);
    }

    /** Leaves on the stack whether the event has a value. */
    static void valueSlowly(Value value, FusedWriter owner, CodeBuilder code) {
        new FusedCode(owner, code, false).extract(value);
    }

    private void steps(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.Guard guard -> guard(guard);
                case Step.Leaf leaf -> leaf(leaf);
            }
        }
    }

    private void guard(Step.Guard guard) {
        Label passes = code.newLabel();
        Label fails = code.newLabel();
        jump(guard.plan(), passes, fails);
        code.labelBinding(passes);
        if (FusedWriter.isInline(guard)) {
            steps(guard.then());
        } else {
            code.aload(CONTEXT);
            code.invokestatic(type, owner.sequence(guard.then()), FusedWriter.VOID);
        }
        code.labelBinding(fails);
    }

    private void leaf(Step.Leaf leaf) {
        Label matches = code.newLabel();
        Label fails = code.newLabel();
        jump(leaf.rest(), matches, fails);
        code.labelBinding(matches);
        owner.writeMatch(leaf.index(), code);
        code.labelBinding(fails);
    }

    @Override
    @Nullable String methodOf(Plan plan) {
        if (plan instanceof Plan.Fixed || plan instanceof Plan.Not) {
            return null;
        }
        boolean stays = owner.lifetime(plan) != Lifetime.EVENT;
        if (stays && (!remembered || owner.sharing().isShared(plan))) {
            return owner.remembered(plan);
        }
        return owner.sharing().isShared(plan) ? owner.shared(plan) : null;
    }

    @Override
    String methodOfPart(Plan part) {
        String method = methodOf(part);
        return method == null ? owner.part(part) : method;
    }

    @Override
    void take(Value value, Label missing) {
        if (owner.sharing().isShared(value)) {
            code.aload(CONTEXT).invokestatic(type, owner.value(value), TYPE);
        } else {
            extract(value);
        }
        code.ifeq(missing);
    }
}
