// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Function;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Quantifier;
import dev.kansoku.filter.syntax.Span;
import dev.kansoku.filter.syntax.SysdigParser;
import dev.kansoku.filter.syntax.SysdigPrinter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterPropertyTest {
    private static final Span NOWHERE = new Span(0, 0);
    private static final String LETTERS =
            "abcXYZ019 ./-_*?[]()<>=!,\"'\\\t\n\u00e9\u65e5\udcff\udc80\u007f";

    @Test
    void whatIsPrintedIsReadBackAsTheSame() throws Exception {
        Random random = new Random(20_260_131);
        for (int i = 0; i < 20_000; i++) {
            Expression expression = expression(random, 4);
            String printed = SysdigPrinter.print(expression);
            Expression back = SysdigParser.parse(printed);
            assertThat(withoutSpans(back)).as(printed).isEqualTo(expression);
        }
    }

    @Test
    void textThatIsNoFilterIsRefusedWithAPlace() {
        Random random = new Random(7);
        String[] words = {
            "and",
            "or",
            "not",
            "proc.name",
            "evt.arg[",
            "]",
            "(",
            ")",
            "=",
            "!=",
            "<",
            "in",
            "exists",
            "contains",
            "\"",
            "'",
            "\\x4",
            ",",
            "tolower(",
            "val(",
            "oneof",
            "1",
            "/etc",
            "regex",
            " "
        };
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(
                        random.nextInt(4) == 0
                                ? String.valueOf((char) random.nextInt(128))
                                : words[random.nextInt(words.length)]);
                text.append(random.nextBoolean() ? " " : "");
            }
            String filter = text.toString();
            try {
                Filter.compile(filter, new TestFields());
                read++;
            } catch (FilterException e) {
                assertThat(e.where().from()).isBetween(0, filter.length());
                assertThat(e.report()).contains("^");
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void whatAnEventsTypeDecidesIsDecidedAsItsFieldsWould() throws FilterException {
        String[] checks = {
            "evt.type=openat", "evt.type!=close", "evt.type in (read, close)", "evt.dir=<",
            "evt.type startswith clos", "proc.name=cat", "proc.name!=cat", "evt.dir exists"
        };
        Random random = new Random(11);
        TestFields byFields = new TestFields();
        TestFields byType = new TestFields();
        byType.eventCode(values -> (int) (long) (Long) values.get("code"));
        for (int i = 0; i < 300; i++) {
            String text = combined(random, checks, 4);
            Filter<Map<String, Object>> slow = Filter.compile(text, byFields);
            Filter<Map<String, Object>> fast = Filter.compile(text, byType);
            for (EventType type : EventTable.all()) {
                Map<String, Object> event = new HashMap<>();
                event.put("code", (long) type.code());
                event.put("evt.type", type.isGeneric() ? "rt_sigreturn" : type.name());
                event.put("evt.dir", type.isExit() ? "<" : ">");
                event.put("proc.name", random.nextBoolean() ? "cat" : "ls");
                boolean matches = slow.matches(event);
                assertThat(fast.matches(event)).as("%s: %s", text, event).isEqualTo(matches);
                assertThat(!matches || fast.eventTypes().get(type.code())).as(text).isTrue();
            }
        }
    }

    private static String combined(Random random, String[] checks, int depth) {
        int kind = depth == 0 ? 3 : random.nextInt(4);
        String one =
                kind == 3
                        ? checks[random.nextInt(checks.length)]
                        : combined(random, checks, depth - 1);
        return switch (kind) {
            case 0 -> "(" + one + " and " + combined(random, checks, depth - 1) + ")";
            case 1 -> "(" + one + " or " + combined(random, checks, depth - 1) + ")";
            case 2 -> "not (" + one + ")";
            default -> one;
        };
    }

    private static Expression expression(Random random, int depth) {
        return switch (depth == 0 ? 3 : random.nextInt(5)) {
            case 0 -> new Expression.And(terms(random, depth));
            case 1 -> new Expression.Or(terms(random, depth));
            case 2 -> new Expression.Not(expression(random, depth - 1));
            default -> check(random);
        };
    }

    private static List<Expression> terms(Random random, int depth) {
        List<Expression> terms = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            terms.add(expression(random, depth - 1));
        }
        return terms;
    }

    private static Expression check(Random random) {
        Operator operator = Operator.values()[random.nextInt(Operator.PMATCH.ordinal() + 1)];
        Quantifier quantifier = null;
        int count =
                switch (operator.operands()) {
                    case NONE -> 0;
                    case ONE -> 1;
                    case LIST -> random.nextInt(4);
                    case ONE_OR_QUANTIFIED -> {
                        quantifier =
                                random.nextInt(3) > 0
                                        ? null
                                        : Quantifier.values()[random.nextInt(3)];
                        yield quantifier == null ? 1 : random.nextInt(4);
                    }
                };
        List<Operand> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(
                    count == 1 && quantifier == null && random.nextInt(8) == 0
                            ? call(random)
                            : literal(text(random, 0)));
        }
        Operand left = random.nextInt(4) == 0 ? call(random) : field(random);
        return new Expression.Check(null, left, operator, quantifier, values, NOWHERE);
    }

    private static Operand call(Random random) {
        Function[] functions = {Function.TOLOWER, Function.LEN, Function.BASENAME, Function.B64};
        return new Operand.Call(
                functions[random.nextInt(functions.length)], List.of(field(random)), NOWHERE);
    }

    private static Operand field(Random random) {
        String[] names = {"proc.name", "evt.arg.fd", "fd.num", "container.label.a-b"};
        String argument = random.nextInt(3) == 0 ? text(random, 1) : null;
        return new Operand.FieldReference(names[random.nextInt(names.length)], argument, NOWHERE);
    }

    private static String text(Random random, int least) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(6); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static Expression withoutSpans(Expression expression) {
        return switch (expression) {
            case Expression.And and ->
                    new Expression.And(
                            and.terms().stream().map(FilterPropertyTest::withoutSpans).toList());
            case Expression.Or or ->
                    new Expression.Or(
                            or.terms().stream().map(FilterPropertyTest::withoutSpans).toList());
            case Expression.Xor _, Expression.Name _ -> throw new AssertionError(expression);
            case Expression.Not not -> new Expression.Not(withoutSpans(not.term()));
            case Expression.Check check ->
                    new Expression.Check(
                            null,
                            withoutSpans(check.left()),
                            check.operator(),
                            check.quantifier(),
                            check.values().stream().map(FilterPropertyTest::withoutSpans).toList(),
                            NOWHERE);
        };
    }

    private static Operand literal(String text) {
        return new Operand.Literal(text, Operand.Literal.Form.BARE, NOWHERE);
    }

    private static Operand withoutSpans(Operand operand) {
        return switch (operand) {
            case Operand.FieldReference field ->
                    new Operand.FieldReference(field.name(), field.argument(), NOWHERE);
            case Operand.Call call ->
                    new Operand.Call(
                            call.function(),
                            call.arguments().stream()
                                    .map(FilterPropertyTest::withoutSpans)
                                    .toList(),
                            NOWHERE);
            case Operand.Literal literal -> literal(literal.text());
            default -> throw new AssertionError(operand);
        };
    }
}
