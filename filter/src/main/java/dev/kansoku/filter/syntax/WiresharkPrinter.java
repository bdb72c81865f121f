// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes an expression in Wireshark's dialect, so that reading it there gives the same one, or one
 * that means the same where it was read in sysdig's dialect.
 */
public final class WiresharkPrinter {
    /** The most values of which exactly one or all have to hold that are written out. */
    private static final int MOST_WRITTEN_OUT = 16;

    private final WiresharkOperandPrinter operands;
    private final Translation translation;
    private final StringBuilder out;

    private WiresharkPrinter(Dialect readIn, Translation translation) {
        this.operands = new WiresharkOperandPrinter(readIn, translation);
        this.translation = translation;
        this.out = operands.out();
    }

    /** Writes an expression that was read in this dialect. */
    public static String print(Expression expression) throws UntranslatableException {
        return print(expression, Dialect.WIRESHARK, Translation.NONE);
    }

    /**
     * Writes an expression.
     *
     * @param readIn the dialect it was read in
     * @throws UntranslatableException where a part of it has no form here that means the same
     */
    public static String print(Expression expression, Dialect readIn, Translation translation)
            throws UntranslatableException {
        WiresharkPrinter printer = new WiresharkPrinter(readIn, translation);
        printer.expression(expression);
        return printer.out.toString();
    }

    private void expression(Expression expression) throws UntranslatableException {
        switch (expression) {
            case Expression.And and -> terms(and.terms(), " and ");
            case Expression.Or or -> terms(or.terms(), " or ");
            case Expression.Xor xor -> terms(List.of(xor.left(), xor.right()), " xor ");
            case Expression.Not not -> {
                out.append("not ");
                bracketed(not.term());
            }
            case Expression.Name _ -> throw new UntranslatableException("the name of a condition");
            case Expression.Check check -> check(check);
        }
    }

    private void terms(List<Expression> terms, String between) throws UntranslatableException {
        for (int i = 0; i < terms.size(); i++) {
            out.append(i == 0 ? "" : between);
            bracketed(terms.get(i));
        }
    }

    private void bracketed(Expression term) throws UntranslatableException {
        boolean plain = term instanceof Expression.Check || term instanceof Expression.Not;
        out.append(plain ? "" : "(");
        expression(term);
        out.append(plain ? "" : ")");
    }

    private void check(Expression.Check check) throws UntranslatableException {
        if (check.quantifier() != null) {
            quantified(check, check.quantifier());
            return;
        }
        if (check.operator() == Operator.EXISTS) {
            exists(check);
            return;
        }
        if (check.matching() != null) {
            out.append(check.matching().name().toLowerCase(Locale.ROOT)).append(' ');
        }
        Operator operator = check.operator();
        String symbol = WiresharkOperators.symbol(operator);
        if (symbol == null) {
            translated(check);
            return;
        }
        boolean word = operator.isWord();
        operands.left(check.left(), word);
        out.append(' ').append(symbol).append(' ');
        if (operator == Operator.IN) {
            set(check);
            return;
        }
        Operand value = check.values().getFirst();
        if (word && !WiresharkOperandPrinter.isEntity(value)) {
            throw new UntranslatableException("a calculation behind " + symbol);
        }
        operands.value(check.left(), operator, value);
    }

    private void set(Expression.Check check) throws UntranslatableException {
        if (check.values().isEmpty()) {
            throw new UntranslatableException("an empty list");
        }
        out.append('{');
        for (int i = 0; i < check.values().size(); i++) {
            out.append(i == 0 ? "" : ", ");
            Operand value = check.values().get(i);
            if (value instanceof Operand.Interval interval) {
                operands.item(check.left(), interval.from());
                out.append("..");
                operands.item(check.left(), interval.to());
            } else {
                operands.item(check.left(), value);
            }
        }
        out.append('}');
    }

    private void exists(Expression.Check check) throws UntranslatableException {
        if (check.matching() != null) {
            throw new UntranslatableException("exists of all values");
        }
        Operand left = check.left();
        switch (left) {
            case Operand.FieldReference _ -> operands.left(left, true);
            case Operand.Slice _ -> {
                operands.left(left, true);
                out.append(" matches \"\"");
            }
            case Operand.Call call -> {
                operands.left(left, true);
                out.append(
                        switch (call.function()) {
                            case LEN, COUNT -> " >= 0";
                            case TOLOWER, TOUPPER, STRING -> " matches \"\"";
                            default ->
                                    throw new UntranslatableException(
                                            call.function().word() + "() exists");
                        });
            }
            default -> throw new UntranslatableException("exists of a calculation");
        }
    }

    /** An operator that only sysdig's dialect has. */
    private void translated(Expression.Check check) throws UntranslatableException {
        Operator operator = check.operator();
        List<String> texts = new ArrayList<>();
        for (Operand value : check.values()) {
            if (!(value instanceof Operand.Literal literal)) {
                throw new UntranslatableException(operator.symbol() + " with a field");
            }
            texts.add(translation.literal(check.left(), operator, literal).text());
        }
        if (texts.isEmpty()) {
            throw new UntranslatableException("an empty list");
        }
        String first = texts.getFirst();
        operands.left(check.left(), true);
        switch (operator) {
            case STARTSWITH -> matches(PerlPatterns.startsWith(first));
            case ENDSWITH -> matches(PerlPatterns.endsWith(first));
            case ICONTAINS -> matches(PerlPatterns.containsAnyCase(first));
            case GLOB -> matches(PerlPatterns.glob(first, false));
            case IGLOB -> matches(PerlPatterns.glob(first, true));
            case REGEX -> matches(PerlPatterns.whole(first));
            case PMATCH -> matches(PerlPatterns.under(texts));
            case BSTARTSWITH -> matches(PerlPatterns.startsWith(hex(first)));
            case BCONTAINS -> {
                out.append(" contains ");
                operands.quoted(hex(first));
            }
            case INTERSECTS -> {
                out.append(" in ");
                set(check);
            }
            default -> throw new UntranslatableException(operator.symbol());
        }
    }

    private void matches(String pattern) {
        out.append(" matches ");
        operands.quoted(pattern);
    }

    /** Text of the bytes that are written in hexadecimal. */
    private static String hex(String digits) throws UntranslatableException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < digits.length(); i += 2) {
            int high = Character.digit(digits.charAt(i), 16);
            int low = Character.digit(digits.charAt(i + 1), 16);
            if (high < 0 || low < 0) {
                throw new UntranslatableException("\"" + digits + "\"");
            }
            int value = high << 4 | low;
            text.append((char) (value < 0x80 ? value : Operand.Literal.RAW_BYTE + value));
        }
        return text.toString();
    }

    private void quantified(Expression.Check check, Quantifier quantifier)
            throws UntranslatableException {
        List<Expression> each = new ArrayList<>();
        for (Operand value : check.values()) {
            each.add(
                    new Expression.Check(
                            check.matching(),
                            check.left(),
                            check.operator(),
                            null,
                            List.of(value),
                            check.where()));
        }
        if (each.isEmpty()) {
            throw new UntranslatableException("an empty list");
        }
        if (each.size() == 1) {
            expression(each.getFirst());
            return;
        }
        boolean spreads = quantifier == Quantifier.ANYOF && check.matching() == null;
        if (!spreads
                && (translation.values(check.left()) != Translation.Values.ONE
                        || each.size() > MOST_WRITTEN_OUT)) {
            throw new UntranslatableException(quantifier.word());
        }
        out.append('(');
        switch (quantifier) {
            case ANYOF -> terms(each, " or ");
            case ALLOF -> terms(each, " and ");
            case ONEOF -> terms(exactlyOne(each), " or ");
        }
        out.append(')');
    }

    private static List<Expression> exactlyOne(List<Expression> each) {
        List<Expression> terms = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            List<Expression> alone = new ArrayList<>();
            for (int j = 0; j < each.size(); j++) {
                alone.add(i == j ? each.get(j) : new Expression.Not(each.get(j)));
            }
            terms.add(new Expression.And(alone));
        }
        return terms;
    }
}
