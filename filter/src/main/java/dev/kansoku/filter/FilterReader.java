// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.FieldFinder;
import dev.kansoku.filter.plan.Resolver;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Limits;
import dev.kansoku.filter.syntax.Macros;
import dev.kansoku.filter.syntax.Span;
import dev.kansoku.filter.syntax.SysdigParser;
import dev.kansoku.filter.syntax.WiresharkParser;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads filters in a dialect that is given or, for one that a person has typed, in the one that
 * accepts it. Where both accept it and mean different things by it, it is refused: nobody should
 * see other events than the ones that were asked for.
 *
 * @param <C> what field values are taken from
 */
public final class FilterReader<C> {
    private final FieldCatalogue<C> catalogue;
    private final Macros macros;

    /**
     * @param macros what {@code $name} stands for in Wireshark's dialect
     */
    public FilterReader(FieldCatalogue<C> catalogue, Macros macros) {
        this.catalogue = catalogue;
        this.macros = macros;
    }

    /** Reads a filter in a dialect, as rule and policy files do. */
    public Reading read(String text, Dialect dialect) throws FilterException {
        Expression expression = parse(text, dialect);
        return new Reading(text, dialect, false, expression, plan(expression, dialect, text));
    }

    /** Reads a filter in the dialect that accepts it. */
    public Reading read(String text) throws FilterException {
        Attempt sysdig = attempt(text, Dialect.SYSDIG);
        Attempt wireshark = attempt(text, Dialect.WIRESHARK);
        if (sysdig instanceof Attempt.Accepted(Reading one)) {
            return wireshark instanceof Attempt.Accepted(Reading other) ? inBoth(one, other) : one;
        }
        if (wireshark instanceof Attempt.Accepted(Reading only)) {
            return only;
        }
        throw nearer((Attempt.Refused) sysdig, (Attempt.Refused) wireshark);
    }

    /** What came of reading a filter in a dialect. */
    private sealed interface Attempt {
        record Accepted(Reading reading) implements Attempt {}

        /**
         * @param readable whether it is written as the dialect has it, so that only a name or a
         *     value in it is wrong
         */
        record Refused(FilterException reason, boolean readable) implements Attempt {}
    }

    private Attempt attempt(String text, Dialect dialect) {
        boolean readable = false;
        try {
            Expression expression = parse(text, dialect);
            readable = true;
            return new Attempt.Accepted(
                    new Reading(text, dialect, false, expression, plan(expression, dialect, text)));
        } catch (FilterException e) {
            return new Attempt.Refused(e, readable);
        }
    }

    private Reading inBoth(Reading sysdig, Reading wireshark) throws FilterException {
        if (!sysdig.plan().whole().equals(wireshark.plan().whole())) {
            throw new FilterException(
                    "sysdig's dialect and Wireshark's read this differently",
                    "say which is meant: --dialect sysdig or --dialect wireshark (kansoku filter"
                            + " explain --dialect shows what each makes of it)",
                    sysdig.text(),
                    firstDifference(sysdig, wireshark));
        }
        return new Reading(sysdig.text(), Dialect.SYSDIG, true, sysdig.expression(), sysdig.plan());
    }

    /** The mistake in the dialect that was probably meant: the one that came further with it. */
    private static FilterException nearer(Attempt.Refused sysdig, Attempt.Refused wireshark) {
        if (sysdig.readable() != wireshark.readable()) {
            return sysdig.readable() ? sysdig.reason() : wireshark.reason();
        }
        return wireshark.reason().where().from() > sysdig.reason().where().from()
                ? wireshark.reason()
                : sysdig.reason();
    }

    private Expression parse(String text, Dialect dialect) throws FilterException {
        return switch (dialect) {
            case SYSDIG -> SysdigParser.parse(text);
            case WIRESHARK -> WiresharkParser.parse(text, this::isField, macros, Limits.NESTING);
        };
    }

    private boolean isField(String name) {
        return new FieldFinder<>(catalogue, name).isField(name);
    }

    private TypedPlan plan(Expression expression, Dialect dialect, String text)
            throws FilterException {
        return TypedPlan.of(new Resolver<>(catalogue, dialect, text).plan(expression), catalogue);
    }

    /** The first check that the dialects read differently, or all of the text. */
    private Span firstDifference(Reading one, Reading other) throws FilterException {
        List<Expression.Check> ours = checks(one.expression());
        List<Expression.Check> theirs = checks(other.expression());
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            if (!plan(ours.get(i), one.dialect(), one.text())
                    .equals(plan(theirs.get(i), other.dialect(), other.text()))) {
                return ours.get(i).where();
            }
        }
        return new Span(0, one.text().length());
    }

    private static List<Expression.Check> checks(Expression expression) {
        List<Expression.Check> checks = new ArrayList<>();
        collect(expression, checks);
        return checks;
    }

    private static void collect(Expression expression, List<Expression.Check> into) {
        switch (expression) {
            case Expression.And and -> and.terms().forEach(term -> collect(term, into));
            case Expression.Or or -> or.terms().forEach(term -> collect(term, into));
            case Expression.Xor xor -> {
                collect(xor.left(), into);
                collect(xor.right(), into);
            }
            case Expression.Not not -> collect(not.term(), into);
            case Expression.Name _ -> {}
            case Expression.Check check -> into.add(check);
        }
    }
}
