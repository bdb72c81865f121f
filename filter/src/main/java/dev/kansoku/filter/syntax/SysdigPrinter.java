// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Writes an expression so that reading it again gives the same one. */
public final class SysdigPrinter {
    private final StringBuilder out = new StringBuilder();

    private SysdigPrinter() {}

    public static String print(Expression expression) throws UntranslatableException {
        SysdigPrinter printer = new SysdigPrinter();
        printer.expression(expression);
        return printer.out.toString();
    }

    /**
     * Writes an expression that was read in a dialect so that it means the same in this one.
     *
     * @throws UntranslatableException where a part of it has no form here that means the same
     */
    public static String print(Expression expression, Dialect readIn, Translation translation)
            throws UntranslatableException {
        return print(
                readIn == Dialect.WIRESHARK ? SysdigForms.of(expression, translation) : expression);
    }

    private void expression(Expression expression) throws UntranslatableException {
        switch (expression) {
            case Expression.And and -> terms(and.terms(), " and ");
            case Expression.Or or -> terms(or.terms(), " or ");
            case Expression.Xor _ -> throw new UntranslatableException("xor");
            case Expression.Not not -> {
                out.append("not ");
                bracketed(not.term());
            }
            case Expression.Name name -> out.append(name.name());
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
        boolean several = term instanceof Expression.And || term instanceof Expression.Or;
        out.append(several ? "(" : "");
        expression(term);
        out.append(several ? ")" : "");
    }

    private void check(Expression.Check check) throws UntranslatableException {
        if (check.operator().isWiresharkOnly() || check.matching() != null) {
            throw new UntranslatableException(
                    check.matching() != null
                            ? check.matching().name().toLowerCase(Locale.ROOT)
                            : check.operator().symbol());
        }
        operand(check.left());
        out.append(' ').append(check.operator().symbol());
        Quantifier quantifier = check.quantifier();
        if (quantifier != null) {
            out.append(' ').append(quantifier.word());
        }
        boolean isList =
                quantifier != null || check.operator().operands() == Operator.Operands.LIST;
        boolean alone =
                check.values().size() == 1
                        && !(check.values().getFirst() instanceof Operand.Literal);
        if (isList && !alone) {
            out.append(" (");
            list(check.values());
            out.append(')');
        } else if (!check.values().isEmpty()) {
            out.append(' ');
            operand(check.values().getFirst());
        }
    }

    private void operand(Operand operand) throws UntranslatableException {
        switch (operand) {
            case Operand.FieldReference field -> {
                out.append(field.name());
                String argument = field.argument();
                if (argument != null) {
                    out.append('[');
                    argument(argument);
                    out.append(']');
                }
            }
            case Operand.Name name -> out.append(name.name());
            case Operand.Call call -> {
                String word = call.function().word(Dialect.SYSDIG);
                if (word == null) {
                    throw new UntranslatableException(call.function().word() + "()");
                }
                out.append(word).append('(');
                if (call.function() == Function.OPTION) {
                    arguments(call.arguments().subList(0, call.arguments().size() - 1));
                    out.append(")[");
                    argument(((Operand.Literal) call.arguments().getLast()).text());
                    out.append(']');
                } else {
                    arguments(call.arguments());
                    out.append(')');
                }
            }
            case Operand.Sequence sequence -> {
                out.append('(');
                arguments(sequence.items());
                out.append(')');
            }
            case Operand.Slice _ -> throw new UntranslatableException("a slice");
            case Operand.Interval _ -> throw new UntranslatableException("a range of values");
            case Operand.Arithmetic arithmetic ->
                    throw new UntranslatableException(arithmetic.calculation().symbol());
            case Operand.Literal literal -> {
                if (isBare(literal.text())) {
                    out.append(literal.text());
                } else {
                    QuotedText.append(literal.text(), out);
                }
            }
        }
    }

    /** Arguments of a function, whose values are quoted unless they are numbers. */
    private void arguments(List<Operand> operands) throws UntranslatableException {
        for (int i = 0; i < operands.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            if (operands.get(i) instanceof Operand.Literal literal
                    && !SysdigScanner.isNumber(literal.text())) {
                QuotedText.append(literal.text(), out);
            } else {
                operand(operands.get(i));
            }
        }
    }

    /** What stands in brackets behind a field or a function. */
    private void argument(String text) {
        if (isPlain(text, SysdigScanner::isBareArgument)) {
            out.append(text);
        } else {
            QuotedText.append(text, out);
        }
    }

    private void list(List<Operand> operands) throws UntranslatableException {
        for (int i = 0; i < operands.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            operand(operands.get(i));
        }
    }

    /** Whether a value reads back as itself without quotes; a quantifier's word might not. */
    private static boolean isBare(String text) {
        return isPlain(text, SysdigScanner::isBare) && Quantifier.named(text) == null;
    }

    private static boolean isPlain(String text, IntPredicate isBare) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isBare.test(c) || c < ' ' || Operand.Literal.isRawByte(text, i)) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
