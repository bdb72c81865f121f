package dev.kansoku.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.match.ByteSet;
import dev.kansoku.filter.match.BytesPredicate;
import dev.kansoku.filter.match.CombinedPredicate;
import dev.kansoku.filter.match.DynamicPredicate;
import dev.kansoku.filter.match.Glob;
import dev.kansoku.filter.match.Hex;
import dev.kansoku.filter.match.Net;
import dev.kansoku.filter.match.NumberPredicate;
import dev.kansoku.filter.match.Numbers;
import dev.kansoku.filter.match.PathPrefixes;
import dev.kansoku.filter.match.RegexPredicate;
import dev.kansoku.filter.match.ValuePredicate;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Quantifier;
import dev.kansoku.filter.syntax.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes tests of an operator and the literals to its right, which it reads once. */
final class PredicateBuilder {
    private final String text;

    /**
     * @param text the whole filter, for messages
     */
    PredicateBuilder(String text) {
        this.text = text;
    }

    /**
     * The test of one value of a field.
     *
     * @param name what the field is called in messages
     * @param operator neither {@code !=} nor {@code exists}
     * @param literals at least one, or any number for a list
     */
    ValuePredicate test(
            String name,
            FieldType type,
            Operator operator,
            @Nullable Quantifier quantifier,
            List<Operand.Literal> literals,
            Span where)
            throws FilterException {
        if (quantifier == null) {
            return test(name, type, operator, literals, where);
        }
        List<ValuePredicate> tests = new ArrayList<>();
        for (Operand.Literal literal : literals) {
            tests.add(test(name, type, operator, List.of(literal), where));
        }
        return new CombinedPredicate(quantifier, tests);
    }

    private ValuePredicate test(
            String name,
            FieldType type,
            Operator operator,
            List<Operand.Literal> literals,
            Span where)
            throws FilterException {
        return switch (type) {
            case TEXT, BYTES -> bytes(operator, literals, name, where);
            case SIGNED, UNSIGNED, RELATIVE_TIME, ABSOLUTE_TIME, BOOLEAN ->
                    numbers(name, type, operator, literals, where);
            case DOUBLE -> reals(name, operator, literals, where);
            case ADDRESS, NET -> nets(name, operator, literals, where);
            case DYNAMIC -> dynamic(name, operator, literals, where);
        };
    }

    private ValuePredicate bytes(
            Operator operator, List<Operand.Literal> literals, String name, Span where)
            throws FilterException {
        byte[] first = literals.isEmpty() ? new byte[0] : literals.getFirst().bytes();
        return switch (operator) {
            case EQUAL -> new BytesPredicate.Equal(first);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    new BytesPredicate.Ordered(operator, first);
            case CONTAINS -> new BytesPredicate.Contains(first);
            case ICONTAINS -> new BytesPredicate.ContainsAnyCase(first);
            case BCONTAINS -> new BytesPredicate.Contains(hex(literals.getFirst()));
            case STARTSWITH -> new BytesPredicate.StartsWith(first);
            case BSTARTSWITH -> new BytesPredicate.StartsWith(hex(literals.getFirst()));
            case ENDSWITH -> new BytesPredicate.EndsWith(first);
            case GLOB -> Glob.test(first);
            case IGLOB -> new Glob(first, true);
            case REGEX -> new RegexPredicate(pattern(literals.getFirst()));
            case IN, INTERSECTS -> new ByteSet(all(literals));
            case PMATCH -> new PathPrefixes(all(literals));
            case NOT_EQUAL, EXISTS, ALL_EQUAL, ANY_NOT_EQUAL, MATCHES ->
                    throw unfit(name, operator, where);
        };
    }

    private static List<byte[]> all(List<Operand.Literal> literals) {
        List<byte[]> all = new ArrayList<>();
        for (Operand.Literal literal : literals) {
            all.add(literal.bytes());
        }
        return all;
    }

    private byte[] hex(Operand.Literal literal) throws FilterException {
        byte[] bytes = Hex.bytes(literal.text());
        if (bytes == null) {
            throw error(
                    "\"" + literal.text() + "\" is not bytes in hexadecimal",
                    "two digits a byte, such as 474554",
                    literal.where());
        }
        return bytes;
    }

    private Pattern pattern(Operand.Literal literal) throws FilterException {
        try {
            return Pattern.compile(new String(literal.bytes(), StandardCharsets.UTF_8));
        } catch (PatternSyntaxException e) {
            throw error("not a regular expression: " + e.getDescription(), null, literal.where());
        }
    }

    private ValuePredicate numbers(
            String name,
            FieldType type,
            Operator operator,
            List<Operand.Literal> literals,
            Span where)
            throws FilterException {
        if (operator == Operator.IN || operator == Operator.INTERSECTS) {
            long[] wanted = new long[literals.size()];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = number(name, type, literals.get(i));
            }
            return new NumberPredicate.OneOf(wanted);
        }
        if (operator != Operator.EQUAL && (!operator.isOrder() || type == FieldType.BOOLEAN)) {
            throw unfit(name, operator, where);
        }
        long bound = number(name, type, literals.getFirst());
        if (operator == Operator.EQUAL) {
            return new NumberPredicate.Equal(bound);
        }
        return type == FieldType.UNSIGNED
                ? new NumberPredicate.Unsigned(operator, bound)
                : new NumberPredicate.Signed(operator, bound);
    }

    private long number(String name, FieldType type, Operand.Literal literal)
            throws FilterException {
        Long number = number(type, literal.text());
        if (number == null) {
            String hint =
                    switch (type) {
                        case BOOLEAN -> name + " is true or false";
                        case UNSIGNED -> name + " is a whole number, never negative";
                        case RELATIVE_TIME ->
                                name
                                        + " is in nanoseconds, or with a unit: 1500, 10us, 1.5ms,"
                                        + " 2s, 5m, 1h";
                        case ABSOLUTE_TIME ->
                                name + " is in nanoseconds, or such as 2026-01-31T23:59:59Z";
                        default -> name + " is a whole number";
                    };
            throw error("\"" + literal.text() + "\" is " + no(type), hint, literal.where());
        }
        return number;
    }

    private static @Nullable Long number(FieldType type, String text) {
        return switch (type) {
            case BOOLEAN ->
                    switch (text) {
                        case "true", "1" -> 1L;
                        case "false", "0" -> 0L;
                        default -> null;
                    };
            case UNSIGNED -> Numbers.unsigned(text);
            case RELATIVE_TIME -> Numbers.relativeTime(text);
            case ABSOLUTE_TIME -> Numbers.absoluteTime(text);
            default -> Numbers.signed(text);
        };
    }

    private static String no(FieldType type) {
        return switch (type) {
            case BOOLEAN -> "neither true nor false";
            case RELATIVE_TIME, ABSOLUTE_TIME -> "no time";
            default -> "no valid number";
        };
    }

    private ValuePredicate reals(
            String name, Operator operator, List<Operand.Literal> literals, Span where)
            throws FilterException {
        if (operator == Operator.IN) {
            List<ValuePredicate> tests = new ArrayList<>();
            for (Operand.Literal literal : literals) {
                tests.add(reals(name, Operator.EQUAL, List.of(literal), where));
            }
            return new CombinedPredicate(Quantifier.ANYOF, tests);
        }
        if (operator != Operator.EQUAL && !operator.isOrder()) {
            throw unfit(name, operator, where);
        }
        Operand.Literal literal = literals.getFirst();
        Double bound = Numbers.real(literal.text());
        if (bound == null) {
            throw error("\"" + literal.text() + "\" is no valid number", null, literal.where());
        }
        return new NumberPredicate.Real(operator, bound);
    }

    private ValuePredicate nets(
            String name, Operator operator, List<Operand.Literal> literals, Span where)
            throws FilterException {
        if (operator != Operator.EQUAL
                && operator != Operator.IN
                && operator != Operator.INTERSECTS) {
            throw unfit(name, operator, where);
        }
        List<Net> nets = new ArrayList<>();
        for (Operand.Literal literal : literals) {
            Net net = Net.parse(literal.text());
            if (net == null) {
                throw error(
                        "\"" + literal.text() + "\" is no IP address",
                        name + " takes addresses and nets: 10.0.0.1, 10.0.0.0/8, ::1, fe80::/10",
                        literal.where());
            }
            nets.add(net);
        }
        return new Net.Test(nets);
    }

    /** A test for every type that takes this operator and all of these literals. */
    private ValuePredicate dynamic(
            String name, Operator operator, List<Operand.Literal> literals, Span where)
            throws FilterException {
        Map<FieldType, ValuePredicate> tests = new EnumMap<>(FieldType.class);
        FilterException complaint = null;
        for (FieldType type : FieldType.values()) {
            if (type != FieldType.DYNAMIC) {
                try {
                    tests.put(type, test(name, type, operator, literals, where));
                } catch (FilterException e) {
                    complaint = e;
                }
            }
        }
        if (tests.isEmpty() && complaint != null) {
            throw complaint;
        }
        return new DynamicPredicate(tests);
    }

    private FilterException unfit(String name, Operator operator, Span where) {
        return error(name + " can not be compared by " + operator.symbol(), null, where);
    }

    private FilterException error(String message, @Nullable String hint, Span where) {
        return new FilterException(message, hint, text, where);
    }
}
