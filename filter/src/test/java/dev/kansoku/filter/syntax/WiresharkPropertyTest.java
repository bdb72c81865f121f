// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.syntax.Expression.Matching;
import dev.kansoku.filter.syntax.Operand.Literal;
import dev.kansoku.filter.syntax.Operand.Literal.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever is written in Wireshark's dialect is read back, and no text at all breaks the parser.
 */
class WiresharkPropertyTest {
    private static final Span NOWHERE = new Span(0, 0);
    private static final String[] FIELDS = {"proc.name", "fd.num", "evt.buffer", "mac-lte"};
    private static final String[] BARE = {
        "1",
        "-5",
        "0x10",
        "cat",
        "10.0.0.0/8",
        "::1",
        "47:45",
        "1.5",
        "true",
        "a-b",
        ":fc",
        "fc:",
        "1e-3",
        "2020-07-04T12:34:56"
    };
    private static final String[] CHARACTERS = {
        "a", "'", "\\", "\"", "\0", "é", "😀", "\udcff", " "
    };
    private static final String LETTERS = "aZ09 '\"\\\n\t\0é😀$(){}[],.=!&|~#@\udcff\udc80";
    private static final Operator[] COMPARISONS = {
        Operator.EQUAL,
        Operator.NOT_EQUAL,
        Operator.LESS,
        Operator.LESS_OR_EQUAL,
        Operator.GREATER,
        Operator.GREATER_OR_EQUAL,
        Operator.ALL_EQUAL,
        Operator.ANY_NOT_EQUAL
    };

    private static final Calculation[] CALCULATIONS = Calculation.values();

    private final Random random = new Random(21);

    @Test
    void readsBackWhatItPrints() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            Expression expression = expression(4);
            String printed = WiresharkPrinter.print(expression);
            Expression read = WiresharkParser.parse(printed, WiresharkFields.NAMES::contains);
            assertThat(withoutSpans(read)).as(printed).isEqualTo(expression);
        }
    }

    @Test
    void readsOrRefusesAnyText() throws Exception {
        String[] pieces = {
            "proc.name",
            "fd.num",
            "evt.buffer",
            " ",
            " ",
            "==",
            "!=",
            "<",
            "and",
            " or ",
            "xor",
            "not",
            "!",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "1",
            "0x1",
            "-",
            "+",
            "*",
            "/",
            "&",
            "&&",
            "|",
            "^^",
            "in",
            " in {",
            "..",
            ",",
            "\"x\"",
            "'a'",
            "\\",
            "$",
            "${",
            "$m(",
            "$m(1)",
            ":",
            "@",
            "#",
            "~",
            "matches",
            "contains",
            "any ",
            "all ",
            "len(",
            "max(",
            "r\"",
            "\"",
            "'",
            "é",
            "\u0000",
            "\ud800",
            "[0:1]",
            "[1-",
            "1e+",
            ".",
            ".fd.num",
            "=",
            "\n"
        };
        Macros macros =
                Macros.of(List.of(new Macro("m", "$1 == 3 and ("), new Macro("n", "$m($1)")));
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(8); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            read += tryOut(text.toString(), macros);
        }
        assertThat(read).isGreaterThan(100);
    }

    private static int tryOut(String text, Macros macros) throws Exception {
        try {
            Expression expression =
                    WiresharkParser.parse(text, WiresharkFields.NAMES::contains, macros, 100);
            String printed = WiresharkPrinter.print(expression);
            Expression again = WiresharkParser.parse(printed, WiresharkFields.NAMES::contains);
            assertThat(WiresharkPrinter.print(again)).as(text).isEqualTo(printed);
            return 1;
        } catch (FilterException e) {
            assertThat(e.where().from()).as(text).isBetween(0, text.length());
            assertThat(e.where().to()).as(text).isBetween(e.where().from() + 1, text.length() + 1);
            assertThat(e.report()).as(text).contains("^");
            return 0;
        }
    }

    private Expression expression(int depth) {
        return switch (depth == 0 ? 4 : random.nextInt(6)) {
            case 0 -> new Expression.And(terms(depth));
            case 1 -> new Expression.Or(terms(depth));
            case 2 -> new Expression.Not(expression(depth - 1));
            case 3 -> new Expression.Xor(expression(depth - 1), expression(depth - 1));
            default -> check();
        };
    }

    private List<Expression> terms(int depth) {
        List<Expression> terms = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            terms.add(expression(depth - 1));
        }
        return terms;
    }

    private Expression check() {
        Matching matching =
                switch (random.nextInt(8)) {
                    case 0 -> Matching.ANY;
                    case 1 -> Matching.ALL;
                    default -> null;
                };
        return switch (random.nextInt(5)) {
            case 0 -> new Expression.Check(field(), Operator.EXISTS, List.of(), NOWHERE);
            case 1 -> check(matching, entity(2), Operator.CONTAINS, List.of(right()));
            case 2 ->
                    check(
                            matching,
                            entity(2),
                            Operator.MATCHES,
                            List.of(new Literal(text(), Form.QUOTED, NOWHERE)));
            case 3 -> check(matching, entity(2), Operator.IN, items());
            default ->
                    check(
                            matching,
                            sum(3),
                            COMPARISONS[random.nextInt(COMPARISONS.length)],
                            List.of(random.nextBoolean() ? sum(2) : literal(false)));
        };
    }

    private static Expression check(
            Matching matching, Operand left, Operator operator, List<Operand> values) {
        return new Expression.Check(matching, left, operator, null, values, NOWHERE);
    }

    private Operand right() {
        return random.nextBoolean() ? entity(2) : literal(true);
    }

    private List<Operand> items() {
        List<Operand> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            items.add(
                    random.nextInt(4) == 0
                            ? new Operand.Interval(literal(false), literal(false), NOWHERE)
                            : random.nextInt(6) == 0 ? field() : literal(false));
        }
        return items;
    }

    /** What has a field in it and is no calculation. */
    private Operand entity(int depth) {
        return switch (depth == 0 ? 2 : random.nextInt(5)) {
            case 0 -> call(depth);
            case 1 -> new Operand.Slice(entity(depth - 1), ranges(), NOWHERE);
            default -> field();
        };
    }

    /** What has a field in it. */
    private Operand sum(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return entity(depth);
        }
        Operand other = random.nextBoolean() ? literal(false) : sum(depth - 1);
        Operand field = sum(depth - 1);
        boolean first = random.nextBoolean();
        return new Operand.Arithmetic(
                CALCULATIONS[random.nextInt(CALCULATIONS.length)],
                first ? field : other,
                first ? other : field,
                NOWHERE);
    }

    private Operand call(int depth) {
        Function[] functions = {
            Function.TOLOWER,
            Function.LEN,
            Function.COUNT,
            Function.STRING,
            Function.ABS,
            Function.MIN,
            Function.MAX
        };
        Function function = functions[random.nextInt(functions.length)];
        List<Operand> arguments = new ArrayList<>();
        arguments.add(sum(depth - 1));
        while ((function == Function.MIN || function == Function.MAX) && random.nextBoolean()) {
            arguments.add(random.nextBoolean() ? sum(depth - 1) : literal(false));
        }
        return new Operand.Call(function, arguments, NOWHERE);
    }

    private List<Operand.Slice.Range> ranges() {
        List<Operand.Slice.Range> ranges = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            ranges.add(
                    new Operand.Slice.Range(
                            random.nextInt(20) - 10,
                            random.nextInt(3) == 0
                                    ? Operand.Slice.Range.TO_END
                                    : 1 + random.nextInt(9)));
        }
        return ranges;
    }

    private Operand field() {
        return new Operand.FieldReference(FIELDS[random.nextInt(FIELDS.length)], null, NOWHERE);
    }

    private Operand literal(boolean entity) {
        return switch (random.nextInt(3)) {
            case 0 -> {
                String bare = BARE[random.nextInt(BARE.length)];
                String unsigned = entity && bare.startsWith("-") ? "5" : bare;
                yield new Literal(unsigned, Form.BARE, NOWHERE);
            }
            case 1 ->
                    new Literal(
                            CHARACTERS[random.nextInt(CHARACTERS.length)], Form.CHARACTER, NOWHERE);
            default -> new Literal(text(), Form.QUOTED, NOWHERE);
        };
    }

    private String text() {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static Expression withoutSpans(Expression expression) {
        return switch (expression) {
            case Expression.And and ->
                    new Expression.And(
                            and.terms().stream().map(WiresharkPropertyTest::withoutSpans).toList());
            case Expression.Or or ->
                    new Expression.Or(
                            or.terms().stream().map(WiresharkPropertyTest::withoutSpans).toList());
            case Expression.Xor xor ->
                    new Expression.Xor(withoutSpans(xor.left()), withoutSpans(xor.right()));
            case Expression.Not not -> new Expression.Not(withoutSpans(not.term()));
            case Expression.Check check ->
                    new Expression.Check(
                            check.matching(),
                            withoutSpans(check.left()),
                            check.operator(),
                            check.quantifier(),
                            all(check.values()),
                            NOWHERE);
            case Expression.Name _ -> throw new AssertionError(expression);
        };
    }

    private static List<Operand> all(List<Operand> operands) {
        return operands.stream().map(WiresharkPropertyTest::withoutSpans).toList();
    }

    private static Operand withoutSpans(Operand operand) {
        return switch (operand) {
            case Operand.FieldReference field ->
                    new Operand.FieldReference(field.name(), field.argument(), NOWHERE);
            case Operand.Call call ->
                    new Operand.Call(call.function(), all(call.arguments()), NOWHERE);
            case Operand.Sequence sequence -> new Operand.Sequence(all(sequence.items()), NOWHERE);
            case Operand.Slice slice ->
                    new Operand.Slice(withoutSpans(slice.of()), slice.ranges(), NOWHERE);
            case Operand.Arithmetic arithmetic ->
                    new Operand.Arithmetic(
                            arithmetic.calculation(),
                            withoutSpans(arithmetic.left()),
                            withoutSpans(arithmetic.right()),
                            NOWHERE);
            case Operand.Interval interval ->
                    new Operand.Interval(
                            withoutSpans(interval.from()), withoutSpans(interval.to()), NOWHERE);
            case Literal literal -> new Literal(literal.text(), literal.form(), NOWHERE);
            case Operand.Name _ -> throw new AssertionError(operand);
        };
    }
}
