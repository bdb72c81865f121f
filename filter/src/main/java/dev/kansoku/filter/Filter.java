// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import dev.kansoku.filter.compile.FilterClass;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.interpret.Interpreter;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Resolver;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.plan.ValueExtractors;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import java.util.BitSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A filter made ready: says of an event whether it matches. Allocates nothing per event (a {@code
 * regex} check does). Belongs to one thread, since its checks keep scratch space.
 *
 * <p>A check of a field that the event does not have is false, {@code !=} too; {@code not} turns
 * that around. A field with several values passes a check by any one of them; {@code !=} asks that
 * none is equal.
 *
 * @param <C> what field values are taken from
 */
public final class Filter<C> implements Predicate<C> {
    /** How a filter is evaluated. */
    public enum Evaluation {
        /** Node by node, ready at once. */
        INTERPRETED,
        /** By a class made for it. */
        COMPILED,
        /** Interpreted until so many events were asked that a class is worth making. */
        ADAPTIVE
    }

    /** After how many events a class is worth making. */
    public static final int WORTH_A_CLASS = 20_000;

    private final TypedPlan plan;
    private final FieldCatalogue<C> catalogue;
    private Predicate<C> current;

    /** How many events are still to be asked before a class is made; 0 where none is to be. */
    private int untilCompiled;

    private Filter(TypedPlan plan, FieldCatalogue<C> catalogue, Evaluation evaluation) {
        this.plan = plan;
        this.catalogue = catalogue;
        boolean compiles = evaluation != Evaluation.INTERPRETED && FilterClass.fits(plan);
        this.untilCompiled = compiles && evaluation == Evaluation.ADAPTIVE ? WORTH_A_CLASS : 0;
        this.current =
                compiles && evaluation == Evaluation.COMPILED
                        ? compiled()
                        : new ByEventType<>(plan, catalogue);
    }

    /** Reads a filter in sysdig's dialect and makes it ready. */
    public static <C> Filter<C> compile(String text, FieldCatalogue<C> catalogue)
            throws FilterException {
        return of(plan(SysdigParser.parse(text), Dialect.SYSDIG, text, catalogue), catalogue);
    }

    /** Makes a plan ready. */
    public static <C> Filter<C> of(TypedPlan plan, FieldCatalogue<C> catalogue) {
        return of(plan, catalogue, Evaluation.ADAPTIVE);
    }

    /**
     * Makes a plan ready.
     *
     * @param catalogue the one that the plan was made with
     */
    public static <C> Filter<C> of(
            TypedPlan plan, FieldCatalogue<C> catalogue, Evaluation evaluation) {
        return new Filter<>(plan, catalogue, evaluation);
    }

    /**
     * Makes the plan of an expression.
     *
     * @param text what it was read from, for messages
     */
    public static <C> TypedPlan plan(
            Expression expression, Dialect dialect, String text, FieldCatalogue<C> catalogue)
            throws FilterException {
        return TypedPlan.of(new Resolver<>(catalogue, dialect, text).plan(expression), catalogue);
    }

    /** What it asks. */
    public TypedPlan plan() {
        return plan;
    }

    /** Where its fields come from. */
    public FieldCatalogue<C> catalogue() {
        return catalogue;
    }

    /** Whether the event at hand passes. */
    public boolean matches(C context) {
        if (untilCompiled > 0 && --untilCompiled == 0) {
            current = compiled();
        }
        return current.test(context);
    }

    @Override
    public boolean test(C context) {
        return matches(context);
    }

    private Predicate<C> compiled() {
        return FilterClass.of(plan, catalogue.eventCode(), new ValueExtractors<>(catalogue));
    }

    /**
     * The codes of the event types that this filter can match; no event of another type needs to be
     * shown to it.
     */
    public BitSet eventTypes() {
        return plan.eventTypes();
    }

    /**
     * Whether it can match the generic event of a system call of this name, one of the calls that
     * have no event type of their own.
     */
    public boolean canMatchCall(String name) {
        return plan.canMatchCall(name, catalogue);
    }

    /** The texts that a field is compared with by {@code =}, {@code in}, or the lack of these. */
    public Set<String> comparedWith(String field) {
        return plan.comparedWith(field);
    }

    /** What it asks of events of a type, once all that the type decides is decided. */
    public Plan remainderOf(int code) {
        return plan.remainders().get(plan.remainderOf().get(code));
    }

    /** What it asks of the generic event of a system call of this name. */
    public Plan remainderOfCall(String name) {
        return plan.remainderOfCall(name, catalogue);
    }

    /** The fields that it asks for. */
    public Set<FieldDefinition> fields() {
        return plan.fields();
    }

    /** Interprets what is left for an event's type, made ready when the first of its kind comes. */
    private static final class ByEventType<C> implements Predicate<C> {
        private final TypedPlan plan;
        private final ValueExtractors<C> extractors;
        private final @Nullable ToIntFunction<C> eventCode;
        private final @Nullable Predicate<C>[] remainders;
        private @Nullable Predicate<C> whole;

        @SuppressWarnings("unchecked")
        ByEventType(TypedPlan plan, FieldCatalogue<C> catalogue) {
            this.plan = plan;
            this.extractors = new ValueExtractors<>(catalogue);
            this.eventCode = catalogue.eventCode();
            this.remainders = (Predicate<C>[]) new Predicate<?>[plan.remainders().size()];
        }

        @Override
        public boolean test(C context) {
            if (eventCode == null) {
                if (whole == null) {
                    whole = Interpreter.of(plan.whole(), extractors);
                }
                return whole.test(context);
            }
            int index = plan.remainderOf().get(eventCode.applyAsInt(context));
            Predicate<C> remainder = remainders[index];
            if (remainder == null) {
                remainder = Interpreter.of(plan.remainders().get(index), extractors);
                remainders[index] = remainder;
            }
            return remainder.test(context);
        }
    }
}
