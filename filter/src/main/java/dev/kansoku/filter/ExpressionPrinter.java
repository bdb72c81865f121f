package dev.kansoku.filter;

import java.util.List;

/** Writes an expression so that reading it again gives the same one. */
public final class ExpressionPrinter {
    private final StringBuilder out = new StringBuilder();

    private ExpressionPrinter() {}

    public static String print(Expression expression) {
        ExpressionPrinter printer = new ExpressionPrinter();
        printer.expression(expression);
        return printer.out.toString();
    }

    private void expression(Expression expression) {
        switch (expression) {
            case Expression.And and -> terms(and.terms(), " and ");
            case Expression.Or or -> terms(or.terms(), " or ");
            case Expression.Not not -> {
                out.append("not ");
                bracketed(not.term());
            }
            case Expression.Check check -> check(check);
        }
    }

    private void terms(List<Expression> terms, String between) {
        for (int i = 0; i < terms.size(); i++) {
            out.append(i == 0 ? "" : between);
            bracketed(terms.get(i));
        }
    }

    private void bracketed(Expression term) {
        if (term instanceof Expression.Check || term instanceof Expression.Not) {
            expression(term);
        } else {
            out.append('(');
            expression(term);
            out.append(')');
        }
    }

    private void check(Expression.Check check) {
        operand(check.left());
        out.append(' ').append(check.operator().symbol());
        Quantifier quantifier = check.quantifier();
        if (quantifier != null) {
            out.append(' ').append(quantifier.word());
        }
        if (quantifier != null || check.operator().operands() == Operator.Operands.LIST) {
            out.append(" (");
            for (int i = 0; i < check.values().size(); i++) {
                out.append(i == 0 ? "" : ", ");
                operand(check.values().get(i));
            }
            out.append(')');
        } else if (!check.values().isEmpty()) {
            out.append(' ');
            operand(check.values().getFirst());
        }
    }

    private void operand(Operand operand) {
        switch (operand) {
            case Operand.FieldReference field -> {
                out.append(field.name());
                String argument = field.argument();
                if (argument != null) {
                    out.append('[');
                    if (isBareArgument(argument)) {
                        out.append(argument);
                    } else {
                        quoted(argument);
                    }
                    out.append(']');
                }
            }
            case Operand.Call call -> {
                out.append(call.function().word()).append('(');
                operand(call.argument());
                out.append(')');
            }
            case Operand.Literal literal -> {
                if (isBare(literal.text())) {
                    out.append(literal.text());
                } else {
                    quoted(literal.text());
                }
            }
        }
    }

    private static boolean isBareArgument(String text) {
        return isPlain(text) && text.indexOf('[') < 0 && text.indexOf(']') < 0;
    }

    /** A quantifier's word is quoted too, lest a list behind it make it one. */
    private static boolean isBare(String text) {
        return isPlain(text) && Quantifier.named(text) == null;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!FilterScanner.isBare(c) || c < ' ' || Operand.Literal.isRawByte(text, i)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                hex(c);
            } else if (Operand.Literal.isRawByte(text, i)) {
                hex(c - Operand.Literal.RAW_BYTE);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void hex(int value) {
        out.append("\\x")
                .append(Character.forDigit(value >> 4, 16))
                .append(Character.forDigit(value & 15, 16));
    }
}
