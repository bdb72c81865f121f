// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import dev.kansoku.filter.syntax.WiresharkToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands on the sides of operators in Wireshark's dialect.
 *
 * <pre>
 *   bits     = sum { ( "&amp;" | "bitand" | "bitwise_and" ) sum }
 *   sum      = product { ( "+" | "-" ) product }
 *   product  = signed { ( "*" | "/" | "%" ) signed }
 *   signed   = ( "+" | "-" ) signed | "{" bits "}" | entity
 *   entity   = ( field | value | function "(" bits { "," bits } ")" ) { "[" range { "," range } "]" }
 * </pre>
 */
final class WiresharkOperands {
    private final WiresharkParser parser;
    private final WiresharkScanner in;
    private final Predicate<String> isField;
    private int calculations;

    WiresharkOperands(WiresharkParser parser, WiresharkScanner in, Predicate<String> isField) {
        this.parser = parser;
        this.in = in;
        this.isField = isField;
    }

    /** Begins to count the calculations of a check. */
    void beginTest() {
        calculations = 0;
    }

    /** Reads a whole side of a comparison. */
    Operand bits(int depth) throws FilterException {
        int from = parser.token().from();
        Operand left = sum(depth);
        while (parser.token().is(Kind.BITS)) {
            count();
            parser.advance();
            left = calculated(Calculation.BIT_AND, left, sum(depth), from);
        }
        return left;
    }

    private Operand sum(int depth) throws FilterException {
        int from = parser.token().from();
        Operand left = product(depth);
        while (parser.token().is(Kind.SUM)) {
            count();
            Calculation calculation = calculation(parser.advance());
            left = calculated(calculation, left, product(depth), from);
        }
        return left;
    }

    private Operand product(int depth) throws FilterException {
        int from = parser.token().from();
        Operand left = signed(depth);
        while (parser.token().is(Kind.PRODUCT)) {
            count();
            Calculation calculation = calculation(parser.advance());
            left = calculated(calculation, left, signed(depth), from);
        }
        return left;
    }

    private static Calculation calculation(WiresharkToken sign) {
        return switch (sign.text()) {
            case "+" -> Calculation.ADD;
            case "-" -> Calculation.SUBTRACT;
            case "*" -> Calculation.MULTIPLY;
            case "/" -> Calculation.DIVIDE;
            default -> Calculation.REMAINDER;
        };
    }

    private Operand calculated(Calculation calculation, Operand left, Operand right, int from) {
        return new Operand.Arithmetic(calculation, left, right, in.span(from, parser.end()));
    }

    private void count() throws FilterException {
        if (++calculations > Limits.CALCULATIONS) {
            throw parser.error(
                    "more than " + Limits.CALCULATIONS + " calculations in one check", null);
        }
    }

    /** Reads a value of a set: an entity, with any signs in front. */
    Operand item(int depth) throws FilterException {
        if (parser.token().is(Kind.CURLY_OPEN)) {
            throw parser.error("a value of a set is no calculation", null);
        }
        return signed(depth);
    }

    /** Reads an entity, or a calculation in braces, with any signs in front. */
    private Operand signed(int depth) throws FilterException {
        WiresharkToken start = parser.token();
        if (start.is(Kind.SUM)) {
            count();
            parser.advance();
            Operand of = signed(parser.deeper(depth, start));
            return start.text().equals("+") ? of : negated(of, start);
        }
        if (start.is(Kind.CURLY_OPEN)) {
            parser.advance();
            Operand inside = bits(parser.deeper(depth, start));
            if (!parser.accept(Kind.CURLY_CLOSE)) {
                throw parser.error(
                        "expected } for the { " + parser.place(start),
                        "{ } hold calculations only; checks stand in ( )");
            }
            return inside;
        }
        return entity(depth);
    }

    private Operand negated(Operand of, WiresharkToken sign) {
        Span where = in.span(sign.from(), parser.end());
        if (of instanceof Operand.Literal literal
                && literal.form() == Operand.Literal.Form.BARE
                && WiresharkScanner.isDigit(literal.text().charAt(0))) {
            return new Operand.Literal("-" + literal.text(), literal.form(), where);
        }
        Operand zero = new Operand.Literal("0", Operand.Literal.Form.BARE, where);
        return new Operand.Arithmetic(Calculation.SUBTRACT, zero, of, where);
    }

    Operand entity(int depth) throws FilterException {
        int from = parser.token().from();
        Operand entity = plain(depth);
        while (parser.token().is(Kind.SQUARE_OPEN)) {
            count();
            entity = slice(entity, from);
        }
        return entity;
    }

    private Operand plain(int depth) throws FilterException {
        WiresharkToken start = parser.token();
        Operand.Literal.Form form = Operand.Literal.Form.BARE;
        switch (start.kind()) {
            case FIELD:
                parser.advance();
                return new Operand.FieldReference(
                        start.text(), null, in.span(start.from(), start.to()));
            case WORD:
                parser.advance();
                if (parser.token().is(Kind.ROUND_OPEN)) {
                    return call(start, depth);
                }
                if (isField.test(start.text())) {
                    return new Operand.FieldReference(
                            start.text(), null, in.span(start.from(), start.to()));
                }
                break;
            case VALUE:
                parser.advance();
                break;
            case QUOTED:
                parser.advance();
                form = Operand.Literal.Form.QUOTED;
                break;
            case CHARACTER:
                parser.advance();
                form = Operand.Literal.Form.CHARACTER;
                break;
            default:
                throw parser.error("expected a field or a value", hint(start));
        }
        return new Operand.Literal(start.text(), form, in.span(start.from(), start.to()));
    }

    private static @Nullable String hint(WiresharkToken token) {
        return switch (token.kind()) {
            case PRODUCT ->
                    token.text().equals("/") ? "a path stands in double quotes: \"/etc\"" : null;
            case ROUND_OPEN -> "calculations stand in braces: {a + b} * c; sets too: in {a, b}";
            case AND, OR, XOR, NOT, IN, ANY, ALL, CONTAINS, MATCHES, COMPARISON ->
                    WiresharkScanner.isLetter(token.text().charAt(0))
                            ? "put \"" + token.text() + "\" in double quotes if it is a value"
                            : null;
            default -> null;
        };
    }

    private Operand call(WiresharkToken name, int depth) throws FilterException {
        Function function = Function.named(name.text(), Dialect.WIRESHARK);
        if (function == null) {
            String meant = Nearest.to(name.text(), Function.words(Dialect.WIRESHARK));
            throw in.error(
                    "no function \"" + name.text() + "\"",
                    meant != null
                            ? "did you mean " + meant + "()?"
                            : "there are " + String.join(", ", Function.words(Dialect.WIRESHARK)),
                    name.from(),
                    name.to());
        }
        int inside = parser.deeper(depth, name);
        parser.advance();
        List<Operand> arguments = new ArrayList<>();
        do {
            if (arguments.size() == Limits.LIST) {
                throw parser.error("too many arguments", null);
            }
            arguments.add(bits(inside));
        } while (parser.accept(Kind.COMMA));
        if (!parser.accept(Kind.ROUND_CLOSE)) {
            throw parser.error("expected , or ) behind an argument of " + name.text() + "()", null);
        }
        boolean many = function == Function.MIN || function == Function.MAX;
        if (arguments.size() > 1 && !many) {
            throw in.error(
                    name.text() + "() takes one argument, not " + arguments.size(),
                    null,
                    name.from(),
                    parser.end());
        }
        return new Operand.Call(function, arguments, in.span(name.from(), parser.end()));
    }

    /** Reads the ranges behind the bracket that is at hand. */
    private Operand slice(Operand of, int from) throws FilterException {
        int open = parser.token().from();
        List<Operand.Slice.Range> ranges = new ArrayList<>();
        char closing;
        do {
            if (ranges.size() == Limits.CALCULATIONS) {
                throw in.error(
                        "more than " + Limits.CALCULATIONS + " ranges", null, open, open + 1);
            }
            WiresharkToken range = in.range(open);
            ranges.add(WiresharkRanges.range(range, in));
            closing = in.rangeEnd();
        } while (closing == ',');
        int to = in.position();
        parser.resume(to);
        return new Operand.Slice(of, ranges, in.span(from, to));
    }

    /** Whether an operand is, or is made of, a field. */
    static boolean hasField(Operand operand) {
        return switch (operand) {
            case Operand.FieldReference _ -> true;
            case Operand.Literal _, Operand.Name _ -> false;
            case Operand.Call call ->
                    call.arguments().stream().anyMatch(WiresharkOperands::hasField);
            case Operand.Sequence sequence ->
                    sequence.items().stream().anyMatch(WiresharkOperands::hasField);
            case Operand.Slice slice -> hasField(slice.of());
            case Operand.Arithmetic arithmetic ->
                    hasField(arithmetic.left()) || hasField(arithmetic.right());
            case Operand.Interval interval -> hasField(interval.from()) || hasField(interval.to());
        };
    }

    /**
     * Takes words for fields where an operand has none yet: where a field is needed, a word that is
     * none is a field with a mistake in it, and whoever knows the fields can say which was meant.
     */
    Operand asField(Operand operand) {
        if (hasField(operand)) {
            return operand;
        }
        return switch (operand) {
            case Operand.Literal literal ->
                    literal.form() == Operand.Literal.Form.BARE
                                    && WiresharkScanner.isName(literal.text())
                                    && WiresharkScanner.isLetter(literal.text().charAt(0))
                            ? new Operand.FieldReference(literal.text(), null, literal.where())
                            : literal;
            case Operand.Call call ->
                    new Operand.Call(
                            call.function(),
                            call.arguments().stream().map(this::asField).toList(),
                            call.where());
            case Operand.Slice slice ->
                    new Operand.Slice(asField(slice.of()), slice.ranges(), slice.where());
            case Operand.Arithmetic arithmetic ->
                    new Operand.Arithmetic(
                            arithmetic.calculation(),
                            asField(arithmetic.left()),
                            asField(arithmetic.right()),
                            arithmetic.where());
            default -> operand;
        };
    }
}
