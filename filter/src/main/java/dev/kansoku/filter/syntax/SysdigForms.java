// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import dev.kansoku.filter.syntax.Expression.Matching;
import dev.kansoku.filter.syntax.Translation.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites an expression that was read in Wireshark's dialect into one of those that sysdig's has,
 * which holds for the same events: {@code xor} out of {@code and}, {@code or} and {@code not},
 * {@code matches} as an anchored {@code regex}, {@code in {1..9}} as two comparisons, {@code all}
 * by what must not be.
 */
final class SysdigForms {
    /** The most checks of the result: each {@code xor} writes both its sides twice. */
    private static final int MOST_CHECKS = 4096;

    private final Translation translation;
    private int checks;

    private SysdigForms(Translation translation) {
        this.translation = translation;
    }

    static Expression of(Expression expression, Translation translation)
            throws UntranslatableException {
        return new SysdigForms(translation).expression(expression);
    }

    private Expression expression(Expression expression) throws UntranslatableException {
        return switch (expression) {
            case Expression.And and -> new Expression.And(all(and.terms()));
            case Expression.Or or -> new Expression.Or(all(or.terms()));
            case Expression.Not not -> new Expression.Not(expression(not.term()));
            case Expression.Xor xor ->
                    new Expression.Or(
                            List.of(
                                    new Expression.And(
                                            List.of(
                                                    expression(xor.left()),
                                                    new Expression.Not(expression(xor.right())))),
                                    new Expression.And(
                                            List.of(
                                                    new Expression.Not(expression(xor.left())),
                                                    expression(xor.right())))));
            case Expression.Name name -> name;
            case Expression.Check check -> check(check);
        };
    }

    private List<Expression> all(List<Expression> terms) throws UntranslatableException {
        List<Expression> made = new ArrayList<>(terms.size());
        for (Expression term : terms) {
            made.add(expression(term));
        }
        return made;
    }

    private Expression check(Expression.Check check) throws UntranslatableException {
        if (++checks > MOST_CHECKS) {
            throw new UntranslatableException("xor of so many checks");
        }
        if (check.left() instanceof Operand.Slice slice) {
            return end(check, slice);
        }
        Operand left = left(check.left());
        Matching matching = check.matching();
        return switch (check.operator()) {
            case EXISTS -> made(check, left, Operator.EXISTS, List.of());
            case EQUAL -> matching == Matching.ALL ? allEqual(check, left) : same(check, left);
            case ALL_EQUAL ->
                    matching == Matching.ANY
                            ? made(check, left, Operator.EQUAL, values(check))
                            : allEqual(check, left);
            case NOT_EQUAL ->
                    matching == Matching.ANY ? anyNotEqual(check, left) : same(check, left);
            case ANY_NOT_EQUAL ->
                    matching == Matching.ALL
                            ? made(check, left, Operator.NOT_EQUAL, values(check))
                            : anyNotEqual(check, left);
            case LESS -> order(check, left, Operator.GREATER_OR_EQUAL);
            case LESS_OR_EQUAL -> order(check, left, Operator.GREATER);
            case GREATER -> order(check, left, Operator.LESS_OR_EQUAL);
            case GREATER_OR_EQUAL -> order(check, left, Operator.LESS);
            case IN -> in(check, left);
            case MATCHES -> {
                anyOnly(check);
                yield made(check, left, Operator.REGEX, List.of(anchored(check)));
            }
            default -> {
                anyOnly(check);
                yield same(check, left);
            }
        };
    }

    private Expression same(Expression.Check check, Operand left) throws UntranslatableException {
        return made(check, left, check.operator(), values(check));
    }

    private static Expression.Check made(
            Expression.Check check, Operand left, Operator operator, List<Operand> values) {
        return new Expression.Check(
                null, left, operator, check.quantifier(), values, check.where());
    }

    private boolean hasOne(Expression.Check check) {
        return translation.values(check.left()) == Values.ONE;
    }

    /** Refuses {@code all} where there may be several values. */
    private void anyOnly(Expression.Check check) throws UntranslatableException {
        if (check.matching() == Matching.ALL && !hasOne(check)) {
            throw new UntranslatableException(
                    "all with " + check.operator().symbol().toLowerCase(Locale.ROOT));
        }
    }

    /** A list is in another where all its values are. */
    private Expression allEqual(Expression.Check check, Operand left)
            throws UntranslatableException {
        if (hasOne(check)) {
            return made(check, left, Operator.EQUAL, values(check));
        }
        if (!(check.values().getFirst() instanceof Operand.Literal)) {
            throw new UntranslatableException("=== with a field");
        }
        return made(check, left, Operator.IN, values(check));
    }

    private Expression anyNotEqual(Expression.Check check, Operand left)
            throws UntranslatableException {
        if (!hasOne(check)) {
            throw new UntranslatableException("!== where there may be several values");
        }
        return made(check, left, Operator.NOT_EQUAL, values(check));
    }

    /** All values are small where there are some and none of them is large. */
    private Expression order(Expression.Check check, Operand left, Operator opposite)
            throws UntranslatableException {
        if (check.matching() != Matching.ALL || hasOne(check)) {
            return same(check, left);
        }
        if (!(check.values().getFirst() instanceof Operand.Literal)) {
            throw new UntranslatableException("all with a field on the right");
        }
        return new Expression.And(
                List.of(
                        made(check, left, Operator.EXISTS, List.of()),
                        new Expression.Not(made(check, left, opposite, values(check)))));
    }

    private Expression in(Expression.Check check, Operand left) throws UntranslatableException {
        List<Operand> single = new ArrayList<>();
        List<Expression> terms = new ArrayList<>();
        for (Operand value : check.values()) {
            if (value instanceof Operand.Interval interval) {
                if (!hasOne(check)) {
                    throw new UntranslatableException("a range where there may be several values");
                }
                terms.add(
                        new Expression.And(
                                List.of(
                                        bound(check, left, true, interval.from()),
                                        bound(check, left, false, interval.to()))));
            } else {
                single.add(value(check, Operator.IN, value));
            }
        }
        if (!single.isEmpty()) {
            boolean every = check.matching() == Matching.ALL || hasOne(check);
            terms.addFirst(made(check, left, every ? Operator.IN : Operator.INTERSECTS, single));
        }
        return terms.size() == 1 ? terms.getFirst() : new Expression.Or(terms);
    }

    private Expression bound(Expression.Check check, Operand left, boolean lower, Operand bound)
            throws UntranslatableException {
        Operator operator = lower ? Operator.GREATER_OR_EQUAL : Operator.LESS_OR_EQUAL;
        return made(check, left, operator, List.of(value(check, operator, bound)));
    }

    /** An expression for the whole text that is found wherever the written one is. */
    private static Operand anchored(Expression.Check check) throws UntranslatableException {
        if (!(check.values().getFirst() instanceof Operand.Literal literal)) {
            throw new UntranslatableException("matches with a field");
        }
        PerlPatterns.closed(literal.text());
        return new Operand.Literal(
                "(?s:.*)(?i:" + literal.text() + ")(?s:.*)",
                Operand.Literal.Form.QUOTED,
                literal.where());
    }

    /** A slice at an end of text that is compared with as many characters as it has. */
    private Expression end(Expression.Check check, Operand.Slice slice)
            throws UntranslatableException {
        Operator operator = endOperator(check, slice);
        if (operator == null) {
            throw new UntranslatableException("a slice");
        }
        anyOnly(check);
        return made(check, left(slice.of()), operator, check.values());
    }

    private static @Nullable Operator endOperator(Expression.Check check, Operand.Slice slice) {
        if (check.operator() != Operator.EQUAL
                || slice.ranges().size() != 1
                || !(check.values().getFirst() instanceof Operand.Literal literal)
                || literal.form() != Operand.Literal.Form.QUOTED
                || literal.text().isEmpty()
                || literal.text().chars().anyMatch(c -> c >= 0x80)) {
            return null;
        }
        Operand.Slice.Range range = slice.ranges().getFirst();
        int length = literal.text().length();
        if (range.from() == 0 && range.length() == length) {
            return Operator.STARTSWITH;
        }
        boolean toEnd = range.length() == length || range.length() == Operand.Slice.Range.TO_END;
        return range.from() == -length && toEnd ? Operator.ENDSWITH : null;
    }

    private List<Operand> values(Expression.Check check) throws UntranslatableException {
        List<Operand> values = new ArrayList<>();
        for (Operand value : check.values()) {
            values.add(value(check, check.operator(), value));
        }
        return values;
    }

    private Operand value(Expression.Check check, Operator operator, Operand value)
            throws UntranslatableException {
        if (!(value instanceof Operand.Literal literal)) {
            Operand field = left(value);
            return field instanceof Operand.FieldReference
                    ? new Operand.Call(Function.VAL, List.of(field), field.where())
                    : field;
        }
        Operand.Literal written = translation.literal(check.left(), operator, literal);
        if (written.form() == Operand.Literal.Form.CHARACTER) {
            throw new UntranslatableException("a character in single quotes");
        }
        return written;
    }

    /** A field, or functions of one that mean the same in both dialects. */
    private Operand left(Operand operand) throws UntranslatableException {
        return switch (operand) {
            case Operand.FieldReference field -> field;
            case Operand.Call call -> {
                Function function = call.function();
                boolean measures = function == Function.LEN;
                Operand first = call.arguments().getFirst();
                if (function.word(Dialect.SYSDIG) == null
                        || call.arguments().size() != 1
                        || (measures && translation.values(first) != Values.ONE)) {
                    throw new UntranslatableException(function.word(Dialect.WIRESHARK) + "()");
                }
                yield new Operand.Call(function, List.of(left(first)), call.where());
            }
            case Operand.Slice _ -> throw new UntranslatableException("a slice");
            case Operand.Arithmetic arithmetic ->
                    throw new UntranslatableException(arithmetic.calculation().symbol());
            case Operand.Literal _, Operand.Name _, Operand.Sequence _, Operand.Interval _ ->
                    throw new UntranslatableException("a value to the left");
        };
    }
}
