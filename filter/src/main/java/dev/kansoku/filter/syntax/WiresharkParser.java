// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import dev.kansoku.filter.syntax.WiresharkToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filter language of Wireshark's and Stratoshark's display filters.
 *
 * <pre>
 *   or       = xor { ( "||" | "or" ) xor }
 *   xor      = and { ( "^^" | "xor" ) and }
 *   and      = not { ( "&amp;&amp;" | "and" ) not }
 *   not      = ( "!" | "not" ) not | "(" or ")" | [ "any" | "all" ] test
 *   test     = bits [ comparison bits { comparison bits } ]
 *            | entity ( "contains" entity | ( "matches" | "~" ) text | [ "not" ] "in" set )
 *   set      = "{" item { "," item } "}"
 *   item     = [ sign ] entity [ ".." [ sign ] entity ]
 * </pre>
 *
 * <p>How its parts are put into the tree that both dialects share:
 *
 * <ul>
 *   <li>{@code a < b < c} is {@code a < b} and {@code b < c}.
 *   <li>What a check asks of stands on its left: {@code 6 == fd.num} is turned round. A field to
 *       the right of an operator is a {@link Operand.FieldReference} among the values.
 *   <li>A calculation or number-making function alone is compared with 0 by {@link
 *       Operator#ANY_NOT_EQUAL}, a text-making one with no text, a slice with as many zero bytes;
 *       one without an end has to match a byte other than 0.
 *   <li>{@code f not in {...}} asks for an {@code f}, as {@code !=} does: {@code f and !(f in
 *       {...})}; {@code not f in {...}} does not.
 *   <li>{@code -f} is {@code 0 - f}; of a number the sign is taken to its text.
 * </ul>
 *
 * <p>Not thread-safe; one parser reads one text.
 */
public final class WiresharkParser {
    /** The longest slice that is compared with as many zeros. */
    private static final int LONGEST_ZEROS = 1024;

    private final WiresharkScanner in;
    private final WiresharkOperands operands;
    private final int nesting;
    private WiresharkToken token;
    private int end;

    private WiresharkParser(ExpandedText text, Predicate<String> isField, int nesting)
            throws FilterException {
        this.in = new WiresharkScanner(text);
        this.operands = new WiresharkOperands(this, in, isField);
        this.nesting = nesting;
        this.token = in.next();
    }

    /** Reads a filter without macros, nested up to {@value Limits#NESTING} deep. */
    public static Expression parse(String text, Predicate<String> isField) throws FilterException {
        return parse(text, isField, Macros.NONE, Limits.NESTING);
    }

    /**
     * Reads a filter.
     *
     * @param isField whether a name, perhaps with an argument behind a dot, is a field's: any other
     *     word is a value
     * @param nesting how deep it may be nested; each level takes some stack
     */
    public static Expression parse(
            String text, Predicate<String> isField, Macros macros, int nesting)
            throws FilterException {
        if (text.length() > Limits.TEXT) {
            throw new FilterException(
                    "the filter is longer than " + Limits.TEXT + " characters",
                    null,
                    text,
                    new Span(Limits.TEXT, Limits.TEXT + 1));
        }
        WiresharkParser parser =
                new WiresharkParser(MacroExpander.expand(text, macros), isField, nesting);
        if (parser.token.is(Kind.END)) {
            throw parser.error("the filter is empty", null);
        }
        Expression expression = parser.or(0);
        if (!parser.token.is(Kind.END)) {
            throw parser.unexpectedEnd();
        }
        return expression;
    }

    private Expression or(int depth) throws FilterException {
        Expression first = xor(depth);
        if (!token.is(Kind.OR)) {
            return first;
        }
        List<Expression> terms = new ArrayList<>();
        terms.add(first);
        while (accept(Kind.OR)) {
            terms.add(xor(depth));
        }
        return new Expression.Or(terms);
    }

    private Expression xor(int depth) throws FilterException {
        Expression first = and(depth);
        if (!token.is(Kind.XOR)) {
            return first;
        }
        List<Expression> terms = new ArrayList<>();
        terms.add(first);
        while (accept(Kind.XOR)) {
            terms.add(and(depth));
        }
        return exactlyOdd(terms);
    }

    /** Puts a chain into a tree that is as flat as can be: the order makes no difference. */
    private static Expression exactlyOdd(List<Expression> terms) {
        if (terms.size() == 1) {
            return terms.getFirst();
        }
        int half = (terms.size() + 1) / 2;
        return new Expression.Xor(
                exactlyOdd(terms.subList(0, half)), exactlyOdd(terms.subList(half, terms.size())));
    }

    private Expression and(int depth) throws FilterException {
        Expression first = not(depth);
        if (!token.is(Kind.AND)) {
            return first;
        }
        List<Expression> terms = new ArrayList<>();
        terms.add(first);
        while (accept(Kind.AND)) {
            terms.add(not(depth));
        }
        return new Expression.And(terms);
    }

    private Expression not(int depth) throws FilterException {
        WiresharkToken start = token;
        if (accept(Kind.NOT)) {
            return new Expression.Not(not(deeper(depth, start)));
        }
        if (accept(Kind.ROUND_OPEN)) {
            Expression inside = or(deeper(depth, start));
            if (!accept(Kind.ROUND_CLOSE)) {
                throw token.is(Kind.END)
                        ? error("expected ) for the ( " + place(start), null)
                        : unexpectedEnd();
            }
            return inside;
        }
        if (accept(Kind.ANY)) {
            return test(Expression.Matching.ANY, start, depth);
        }
        if (accept(Kind.ALL)) {
            return test(Expression.Matching.ALL, start, depth);
        }
        return test(null, start, depth);
    }

    private Expression test(Expression.@Nullable Matching matching, WiresharkToken start, int depth)
            throws FilterException {
        operands.beginTest();
        int from = token.from();
        Operand left = operands.bits(depth);
        int leftEnd = end;
        switch (token.kind()) {
            case COMPARISON:
                return comparisons(matching, left, from, depth);
            case CONTAINS, MATCHES:
                return search(matching, left, from, depth);
            case IN:
                return in(matching, left, from, depth);
            case NOT:
                WiresharkToken not = advance();
                if (!token.is(Kind.IN)) {
                    throw error("expected in behind not", "f not in {a, b}");
                }
                return notIn(matching, left, not, from, depth);
            case WORD:
                throw in.noOperator(token.text(), token.from());
            default:
                break;
        }
        if (matching != null) {
            throw error("expected an operator behind " + start.text() + " and its field", null);
        }
        return alone(left, in.span(from, leftEnd), from, leftEnd);
    }

    private Expression comparisons(
            Expression.@Nullable Matching matching, Operand first, int from, int depth)
            throws FilterException {
        List<Expression> checks = new ArrayList<>();
        Operand left = first;
        int leftFrom = from;
        while (token.is(Kind.COMPARISON)) {
            Operator operator = Objects.requireNonNull(WiresharkOperators.named(advance().text()));
            int rightFrom = token.from();
            Operand right = operands.bits(depth);
            checks.add(check(matching, left, operator, right, leftFrom));
            if (checks.size() > Limits.LIST) {
                throw error("too many comparisons in a chain", null);
            }
            left = right;
            leftFrom = rightFrom;
        }
        return checks.size() == 1 ? checks.getFirst() : new Expression.And(checks);
    }

    /** A comparison, with what has a field on its left. */
    private Expression check(
            Expression.@Nullable Matching matching,
            Operand left,
            Operator operator,
            Operand right,
            int from)
            throws FilterException {
        Span where = in.span(from, end);
        Operator turned = WiresharkOperators.turned(operator);
        if (WiresharkOperands.hasField(left) || turned == null) {
            return new Expression.Check(matching, left, operator, null, List.of(right), where);
        }
        if (WiresharkOperands.hasField(right)) {
            return new Expression.Check(matching, right, turned, null, List.of(left), where);
        }
        Operand asField = operands.asField(left);
        if (WiresharkOperands.hasField(asField)) {
            return new Expression.Check(matching, asField, operator, null, List.of(right), where);
        }
        asField = operands.asField(right);
        if (WiresharkOperands.hasField(asField)) {
            return new Expression.Check(matching, asField, turned, null, List.of(left), where);
        }
        throw in.error("neither side is a field", null, from, end);
    }

    private Expression search(
            Expression.@Nullable Matching matching, Operand written, int from, int depth)
            throws FilterException {
        WiresharkToken sign = advance();
        Operand left = entity(written, sign, from);
        Operand right = operands.entity(depth);
        boolean quoted =
                right instanceof Operand.Literal literal
                        && literal.form() == Operand.Literal.Form.QUOTED;
        if (sign.is(Kind.MATCHES) && !quoted) {
            throw new FilterException(
                    sign.text() + " takes an expression in double quotes",
                    null,
                    in.written(),
                    right.where());
        }
        Operator operator = sign.is(Kind.MATCHES) ? Operator.MATCHES : Operator.CONTAINS;
        return new Expression.Check(
                matching, left, operator, null, List.of(right), in.span(from, end));
    }

    private Expression.Check in(
            Expression.@Nullable Matching matching, Operand written, int from, int depth)
            throws FilterException {
        WiresharkToken sign = advance();
        Operand left = entity(written, sign, from);
        WiresharkToken open = token;
        if (!accept(Kind.CURLY_OPEN)) {
            throw error("expected a set behind in", "in {1, 3, 5..9}");
        }
        List<Operand> values = new ArrayList<>();
        do {
            if (values.size() == Limits.LIST) {
                throw error("more than " + Limits.LIST + " values in one set", null);
            }
            values.add(item(depth));
        } while (accept(Kind.COMMA));
        if (!accept(Kind.CURLY_CLOSE)) {
            throw error(
                    "expected , or } in the set " + place(open),
                    token.is(Kind.WORD) || token.is(Kind.QUOTED) || token.is(Kind.VALUE)
                            ? "values have commas between"
                            : null);
        }
        return new Expression.Check(matching, left, Operator.IN, null, values, in.span(from, end));
    }

    private Operand item(int depth) throws FilterException {
        int from = token.from();
        Operand first = operands.item(depth);
        if (!accept(Kind.DOTS)) {
            return first;
        }
        Operand last = operands.item(depth);
        return new Operand.Interval(first, last, in.span(from, end));
    }

    /** Any value outside the set where that is asked, else every one, and at least one. */
    private Expression notIn(
            Expression.@Nullable Matching matching,
            Operand left,
            WiresharkToken not,
            int from,
            int depth)
            throws FilterException {
        int leftEnd = not.from();
        Expression.Check in =
                in(
                        matching == Expression.Matching.ANY ? Expression.Matching.ALL : null,
                        left,
                        from,
                        depth);
        return new Expression.And(
                List.of(
                        new Expression.Check(
                                in.left(), Operator.EXISTS, List.of(), this.in.span(from, leftEnd)),
                        new Expression.Not(in)));
    }

    /** Holds the left side of a word operator to a field, a slice or a function. */
    private Operand entity(Operand left, WiresharkToken sign, int from) throws FilterException {
        if (left instanceof Operand.Arithmetic) {
            throw in.error(
                    "a calculation can not stand to the left of " + sign.text(),
                    null,
                    from,
                    sign.from());
        }
        Operand field = operands.asField(left);
        if (!WiresharkOperands.hasField(field)) {
            throw in.error(
                    "expected a field to the left of " + sign.text(), null, from, sign.from());
        }
        return field;
    }

    /** What stands without an operator. */
    private Expression alone(Operand written, Span where, int from, int to) throws FilterException {
        Operand left = operands.asField(written);
        if (!WiresharkOperands.hasField(left)) {
            throw in.error(
                    "expected a field, or a comparison with one",
                    written instanceof Operand.Literal literal
                                    && literal.form() == Operand.Literal.Form.QUOTED
                            ? "a field's name has no quotes"
                            : null,
                    from,
                    to);
        }
        Operator operator = Operator.ANY_NOT_EQUAL;
        List<Operand> values = List.of();
        switch (left) {
            case Operand.FieldReference _ -> operator = Operator.EXISTS;
            case Operand.Slice slice -> {
                int length = length(slice);
                operator = length < 0 ? Operator.MATCHES : operator;
                values = List.of(quoted(length < 0 ? "[^\\x00]" : "\0".repeat(length), where));
            }
            case Operand.Call call ->
                    values = List.of(isText(call.function()) ? quoted("", where) : zero(where));
            default -> values = List.of(zero(where));
        }
        return new Expression.Check(left, operator, values, where);
    }

    /** How long a slice is, or -1 where it goes on to the end, or is too long to be written out. */
    private static int length(Operand.Slice slice) {
        long length = 0;
        for (Operand.Slice.Range range : slice.ranges()) {
            if (range.length() == Operand.Slice.Range.TO_END) {
                return -1;
            }
            length += range.length();
        }
        return length > LONGEST_ZEROS ? -1 : (int) length;
    }

    private static boolean isText(Function function) {
        return switch (function) {
            case TOLOWER, TOUPPER, STRING -> true;
            default -> false;
        };
    }

    private static Operand quoted(String text, Span where) {
        return new Operand.Literal(text, Operand.Literal.Form.QUOTED, where);
    }

    private static Operand zero(Span where) {
        return new Operand.Literal("0", Operand.Literal.Form.BARE, where);
    }

    WiresharkToken token() {
        return token;
    }

    /** Where the last token that was taken ends. */
    int end() {
        return end;
    }

    /** Takes the token at hand. */
    WiresharkToken advance() throws FilterException {
        WiresharkToken taken = token;
        end = taken.to();
        token = in.next();
        return taken;
    }

    /** Takes up again behind what was read past the tokens, which ends at {@code to}. */
    void resume(int to) throws FilterException {
        end = to;
        token = in.next();
    }

    boolean accept(Kind kind) throws FilterException {
        if (!token.is(kind)) {
            return false;
        }
        advance();
        return true;
    }

    /** One level more, where that is allowed. */
    int deeper(int depth, WiresharkToken start) throws FilterException {
        if (depth == nesting) {
            throw in.error("nested more than " + nesting + " deep", null, start.from(), start.to());
        }
        return depth + 1;
    }

    String place(WiresharkToken start) {
        return "at column " + (in.span(start.from(), start.to()).from() + 1);
    }

    FilterException error(String message, @Nullable String hint) {
        return in.error(message, hint, token.from(), Math.max(token.to(), token.from() + 1));
    }

    private FilterException unexpectedEnd() {
        if (token.is(Kind.ROUND_CLOSE)) {
            return error("a ) that no ( opened", null);
        }
        String hint =
                switch (token.kind()) {
                    case COMPARISON, CONTAINS, MATCHES, IN ->
                            "each check has its own field: a == 1 or a == 2";
                    case SUM, PRODUCT, BITS -> "calculations stand in braces: {a + b} * c";
                    default -> null;
                };
        return error("expected and, xor, or, or the end of the filter", hint);
    }
}
