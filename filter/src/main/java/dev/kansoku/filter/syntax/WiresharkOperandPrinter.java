// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.List;

/** Writes what stands on the sides of operators in Wireshark's dialect. */
final class WiresharkOperandPrinter {
    private final StringBuilder out = new StringBuilder();
    private final Dialect readIn;
    private final Translation translation;

    WiresharkOperandPrinter(Dialect readIn, Translation translation) {
        this.readIn = readIn;
        this.translation = translation;
    }

    /** Where everything is written. */
    StringBuilder out() {
        return out;
    }

    /** Whether a word operator takes it: no calculation, and no number with a sign. */
    static boolean isEntity(Operand operand) {
        return switch (operand) {
            case Operand.Arithmetic _, Operand.Interval _, Operand.Sequence _ -> false;
            case Operand.Literal literal ->
                    literal.form() != Operand.Literal.Form.BARE || !literal.text().startsWith("-");
            default -> true;
        };
    }

    /** Writes what a check asks of. */
    void left(Operand left, boolean entity) throws UntranslatableException {
        if (entity && !isEntity(left)) {
            throw new UntranslatableException("a calculation to the left of a word");
        }
        operand(left);
    }

    /** Writes what something is compared with. */
    void value(Operand left, Operator operator, Operand value) throws UntranslatableException {
        if (value instanceof Operand.Literal literal) {
            literal(left, operator, literal);
        } else {
            operand(value);
        }
    }

    /** Writes a value of a set. */
    void item(Operand left, Operand value) throws UntranslatableException {
        if (value instanceof Operand.Arithmetic) {
            throw new UntranslatableException("a calculation in a list");
        }
        value(left, Operator.IN, value);
    }

    private void operand(Operand operand) throws UntranslatableException {
        switch (operand) {
            case Operand.FieldReference field -> field(field);
            case Operand.Call call -> call(call);
            case Operand.Slice slice -> {
                if (!isEntity(slice.of())) {
                    throw new UntranslatableException("a slice of a calculation");
                }
                operand(slice.of());
                slice(slice.ranges());
            }
            case Operand.Arithmetic arithmetic -> {
                int level = level(arithmetic.calculation());
                side(arithmetic.left(), level);
                out.append(' ').append(arithmetic.calculation().symbol()).append(' ');
                side(arithmetic.right(), level + 1);
            }
            case Operand.Literal literal -> literal(literal, false);
            case Operand.Name _ -> throw new UntranslatableException("the name of a list");
            case Operand.Sequence _ -> throw new UntranslatableException("a list of values");
            case Operand.Interval _ -> throw new UntranslatableException("a range of values");
        }
    }

    /** How tightly a calculation binds. */
    private static int level(Calculation calculation) {
        return switch (calculation) {
            case BIT_AND -> 0;
            case ADD, SUBTRACT -> 1;
            case MULTIPLY, DIVIDE, REMAINDER -> 2;
        };
    }

    private void side(Operand operand, int least) throws UntranslatableException {
        boolean braces =
                operand instanceof Operand.Arithmetic inner && level(inner.calculation()) < least;
        out.append(braces ? "{" : "");
        operand(operand);
        out.append(braces ? "}" : "");
    }

    private void field(Operand.FieldReference field) throws UntranslatableException {
        String argument = field.argument();
        String name = argument == null ? field.name() : field.name() + "." + argument;
        if (!WiresharkScanner.isName(name)) {
            throw new UntranslatableException(
                    argument == null ? name : field.name() + "[" + argument + "]");
        }
        boolean mistakable =
                WiresharkToken.word(name) != null || !WiresharkScanner.isLetter(name.charAt(0));
        out.append(mistakable ? "." : "").append(name);
    }

    private void call(Operand.Call call) throws UntranslatableException {
        List<Operand> arguments = call.arguments();
        if (call.function() == Function.VAL && arguments.size() == 1) {
            operand(arguments.getFirst());
            return;
        }
        String word = call.function().word(Dialect.WIRESHARK);
        if (word != null && call.function() == Function.LEN && readIn == Dialect.SYSDIG) {
            word =
                    switch (translation.values(arguments.getFirst())) {
                        case ONE -> word;
                        case SEVERAL -> Function.COUNT.word(Dialect.WIRESHARK);
                        case UNKNOWN -> null;
                    };
        }
        if (word == null) {
            throw new UntranslatableException(call.function().word() + "()");
        }
        out.append(word).append('(');
        for (int i = 0; i < arguments.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            operand(arguments.get(i));
        }
        out.append(')');
    }

    private void slice(List<Operand.Slice.Range> ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            Operand.Slice.Range range = ranges.get(i);
            out.append(i == 0 ? "[" : ",").append(range.from());
            if (range.length() == Operand.Slice.Range.TO_END) {
                out.append(':');
            } else if (range.length() != 1) {
                out.append(':').append(range.length());
            }
        }
        out.append(']');
    }

    private void literal(Operand left, Operator operator, Operand.Literal literal)
            throws UntranslatableException {
        boolean text =
                readIn == Dialect.SYSDIG
                        && (operator == Operator.CONTAINS || !isNumberLike(literal.text()));
        Operand.Literal written = translation.literal(left, operator, literal);
        literal(written, text && written.equals(literal));
    }

    /** Whether a value of sysdig's dialect may be something else than text. */
    private static boolean isNumberLike(String text) {
        return !text.isEmpty()
                && (WiresharkScanner.isDigit(text.charAt(0))
                        || text.charAt(0) == '-'
                        || text.charAt(0) == ':'
                        || text.indexOf("::") > 0
                        || text.equals("true")
                        || text.equals("false"));
    }

    private void literal(Operand.Literal literal, boolean asText) throws UntranslatableException {
        String text = literal.text();
        if (literal.form() == Operand.Literal.Form.CHARACTER) {
            character(text);
        } else if (literal.form() == Operand.Literal.Form.QUOTED || asText) {
            quoted(text);
        } else {
            bare(text);
        }
    }

    /** Writes a value so that it is read as the same one, quoted where that is the only way. */
    private void bare(String text) {
        boolean negative =
                text.length() > 1
                        && text.charAt(0) == '-'
                        && WiresharkScanner.isDigit(text.charAt(1));
        if (!isOneToken(negative ? text.substring(1) : text)) {
            quoted(text);
        } else if (WiresharkScanner.isLetter(text.charAt(0)) && text.indexOf('.') >= 0) {
            // with a dot in it, it could name a field
            if (isHexadecimal(text)) {
                out.append(':').append(text);
            } else {
                quoted(text);
            }
        } else {
            out.append(text);
        }
    }

    private static boolean isOneToken(String text) {
        WiresharkScanner scanner = new WiresharkScanner(ExpandedText.of(text));
        try {
            WiresharkToken token = scanner.next();
            return (token.is(WiresharkToken.Kind.WORD) || token.is(WiresharkToken.Kind.VALUE))
                    && token.text().equals(text);
        } catch (FilterException e) {
            return false;
        }
    }

    private static boolean isHexadecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '.' && Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private void character(String text) {
        int c = text.codePointAt(0);
        if (Operand.Literal.isRawByte(text, 0)) {
            out.append('\'');
            QuotedText.hex(c - Operand.Literal.RAW_BYTE, out);
        } else if (c < ' ' || c == 0x7f) {
            out.append('\'');
            QuotedText.hex(c, out);
        } else if (c < 0x7f) {
            out.append(c == '\'' || c == '\\' ? "'\\" : "'").append((char) c);
        } else {
            out.append(String.format(c > 0xffff ? "'\\U%08x" : "'\\u%04x", c));
        }
        out.append('\'');
    }

    /** Writes text in double quotes. */
    void quoted(String text) {
        QuotedText.append(text, out);
    }
}
