// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Hex;
import dev.kansoku.filter.match.Net;
import dev.kansoku.filter.match.RegexLimits;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Operand.Literal;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Quantifier;
import dev.kansoku.filter.syntax.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes conditions of an operator and the literals to its right, or says why they do not fit. */
final class ConditionBuilder {
    private final String text;
    private final Literals literals;

    /**
     * @param text the whole filter, for messages
     */
    ConditionBuilder(String text, Literals literals) {
        this.text = text;
        this.literals = literals;
    }

    /**
     * What is asked of one value of a field.
     *
     * @param name what the field is called in messages
     * @param values literals and, in a list, intervals of literals
     */
    Condition condition(
            String name,
            FieldType type,
            Operator operator,
            @Nullable Quantifier quantifier,
            List<Operand> values,
            Span where)
            throws FilterException {
        if (quantifier != null) {
            List<Condition> each = new ArrayList<>();
            for (Operand value : values) {
                each.add(condition(name, type, operator, null, List.of(value), where));
            }
            // of no values, all do not hold either
            return quantifier == Quantifier.ANYOF || each.isEmpty()
                    ? anyOf(each)
                    : new Condition.Quantified(quantifier, each);
        }
        List<Literal> single = new ArrayList<>();
        List<Condition> conditions = new ArrayList<>();
        for (Operand value : values) {
            switch (value) {
                case Literal literal -> single.add(literal);
                case Operand.Interval interval -> conditions.add(between(name, type, interval));
                default -> throw error("expected a value", null, value.where());
            }
        }
        if (!single.isEmpty() || conditions.isEmpty()) {
            conditions.add(of(name, type, operator, single, where));
        }
        return anyOf(conditions);
    }

    private static Condition anyOf(List<Condition> conditions) {
        return conditions.size() == 1
                ? conditions.getFirst()
                : new Condition.Quantified(Quantifier.ANYOF, conditions);
    }

    private Condition of(
            String name, FieldType type, Operator operator, List<Literal> values, Span where)
            throws FilterException {
        if (operator == Operator.NOT_EQUAL) {
            return new Condition.Negated(of(name, type, Operator.EQUAL, values, where));
        }
        return switch (type) {
            case TEXT, BYTES -> bytes(name, type, operator, values, where);
            case SIGNED, UNSIGNED, RELATIVE_TIME, ABSOLUTE_TIME, BOOLEAN ->
                    whole(name, type, operator, values, where);
            case DOUBLE -> reals(name, operator, values, where);
            case ADDRESS, NET -> nets(name, operator, values, where);
            case DYNAMIC -> dynamic(name, operator, values, where);
        };
    }

    private Condition bytes(
            String name, FieldType type, Operator operator, List<Literal> values, Span where)
            throws FilterException {
        List<Bytes> all = new ArrayList<>();
        boolean hex = operator == Operator.BCONTAINS || operator == Operator.BSTARTSWITH;
        for (Literal literal : values) {
            all.add(hex ? hex(literal) : bytes(name, type, literal));
        }
        Bytes first = all.isEmpty() ? new Bytes(new byte[0]) : all.getFirst();
        return switch (operator) {
            case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    new Condition.Text(operator, first);
            case CONTAINS, BCONTAINS -> new Condition.Contains(List.of(first), false);
            case ICONTAINS -> new Condition.Contains(List.of(first), true);
            case STARTSWITH, BSTARTSWITH -> new Condition.StartsWith(first);
            case ENDSWITH -> new Condition.EndsWith(first);
            case GLOB -> new Condition.Shell(first, false);
            case IGLOB -> new Condition.Shell(first, true);
            case REGEX -> new Condition.Regex(expression("", values.getFirst()), true);
            case MATCHES -> new Condition.Regex(expression("(?i)", values.getFirst()), false);
            case IN, INTERSECTS -> new Condition.AmongTexts(all);
            case PMATCH -> new Condition.Below(all);
            case EXISTS, NOT_EQUAL, ALL_EQUAL, ANY_NOT_EQUAL -> throw unfit(name, operator, where);
        };
    }

    private Bytes bytes(String name, FieldType type, Literal literal) throws FilterException {
        Bytes bytes = literals.bytes(type, literal);
        if (bytes == null) {
            throw error(
                    "\"" + literal.text() + "\" can not be compared with " + name,
                    literals.hint(name, type),
                    literal.where());
        }
        return bytes;
    }

    private Bytes hex(Literal literal) throws FilterException {
        byte[] bytes = Hex.bytes(literal.text());
        if (bytes == null) {
            throw error(
                    "\"" + literal.text() + "\" is not bytes in hexadecimal",
                    "two digits a byte, such as 474554",
                    literal.where());
        }
        return new Bytes(bytes);
    }

    private String expression(String flags, Literal literal) throws FilterException {
        String expression = flags + new String(literal.bytes(), StandardCharsets.UTF_8);
        String complaint = RegexLimits.complaint(expression);
        if (complaint != null) {
            throw error(complaint, null, literal.where());
        }
        return expression;
    }

    private Condition whole(
            String name, FieldType type, Operator operator, List<Literal> values, Span where)
            throws FilterException {
        if (operator == Operator.IN || operator == Operator.INTERSECTS) {
            List<Long> wanted = new ArrayList<>();
            for (Literal literal : values) {
                wanted.add(whole(name, type, literal));
            }
            return new Condition.AmongWhole(wanted);
        }
        if (operator != Operator.EQUAL && (!operator.isOrder() || type == FieldType.BOOLEAN)) {
            throw unfit(name, operator, where);
        }
        return new Condition.Whole(
                operator, whole(name, type, values.getFirst()), type == FieldType.UNSIGNED);
    }

    /** The number that a literal stands for in a comparison with a type. */
    long whole(String name, FieldType type, Literal literal) throws FilterException {
        Long number = literals.whole(type, literal);
        if (number == null) {
            String no =
                    switch (type) {
                        case BOOLEAN -> "neither true nor false";
                        case RELATIVE_TIME, ABSOLUTE_TIME -> "no time";
                        default -> "no valid number";
                    };
            throw error(
                    "\"" + literal.text() + "\" is " + no,
                    literals.hint(name, type),
                    literal.where());
        }
        return number;
    }

    private Condition reals(String name, Operator operator, List<Literal> values, Span where)
            throws FilterException {
        if (operator == Operator.IN) {
            List<Condition> each = new ArrayList<>();
            for (Literal literal : values) {
                each.add(new Condition.Real(Operator.EQUAL, real(literal)));
            }
            return new Condition.Quantified(Quantifier.ANYOF, each);
        }
        if (operator != Operator.EQUAL && !operator.isOrder()) {
            throw unfit(name, operator, where);
        }
        return new Condition.Real(operator, real(values.getFirst()));
    }

    private double real(Literal literal) throws FilterException {
        Double number = literals.real(literal);
        if (number == null) {
            throw error("\"" + literal.text() + "\" is no valid number", null, literal.where());
        }
        return number;
    }

    private Condition nets(String name, Operator operator, List<Literal> values, Span where)
            throws FilterException {
        if (operator != Operator.EQUAL
                && operator != Operator.IN
                && operator != Operator.INTERSECTS) {
            throw unfit(name, operator, where);
        }
        List<Net> nets = new ArrayList<>();
        for (Literal literal : values) {
            nets.add(net(name, literal));
        }
        return new Condition.InNets(nets);
    }

    private Net net(String name, Literal literal) throws FilterException {
        Net net = literals.net(literal);
        if (net == null) {
            throw error(
                    "\"" + literal.text() + "\" is no IP address",
                    literals.hint(name, FieldType.ADDRESS),
                    literal.where());
        }
        return net;
    }

    private Condition between(String name, FieldType type, Operand.Interval interval)
            throws FilterException {
        if (!(interval.from() instanceof Literal from) || !(interval.to() instanceof Literal to)) {
            throw error("a range goes from one value to another", null, interval.where());
        }
        return switch (type) {
            case TEXT, BYTES ->
                    new Condition.TextBetween(bytes(name, type, from), bytes(name, type, to));
            case SIGNED, UNSIGNED, RELATIVE_TIME, ABSOLUTE_TIME, BOOLEAN ->
                    new Condition.WholeBetween(
                            whole(name, type, from),
                            whole(name, type, to),
                            type == FieldType.UNSIGNED);
            case DOUBLE -> new Condition.RealBetween(real(from), real(to));
            case ADDRESS, NET -> {
                Net low = net(name, from);
                Net high = net(name, to);
                if (!low.isAddress() || !high.isAddress()) {
                    throw error("a net can not end a range", null, interval.where());
                }
                yield new Condition.AddressBetween(low.address(), high.address());
            }
            case DYNAMIC -> {
                Map<FieldType, Condition> byType = new EnumMap<>(FieldType.class);
                FilterException complaint = null;
                for (FieldType one : FieldType.values()) {
                    try {
                        if (one != FieldType.DYNAMIC) {
                            byType.put(one, between(name, one, interval));
                        }
                    } catch (FilterException e) {
                        complaint = e;
                    }
                }
                yield known(byType, complaint);
            }
        };
    }

    /** A condition for every type that takes this operator and all of these literals. */
    private Condition dynamic(String name, Operator operator, List<Literal> values, Span where)
            throws FilterException {
        Map<FieldType, Condition> byType = new EnumMap<>(FieldType.class);
        FilterException complaint = null;
        for (FieldType type : FieldType.values()) {
            try {
                if (type != FieldType.DYNAMIC) {
                    byType.put(type, of(name, type, operator, values, where));
                }
            } catch (FilterException e) {
                complaint = e;
            }
        }
        return known(byType, complaint);
    }

    private static Condition known(
            Map<FieldType, Condition> byType, @Nullable FilterException complaint)
            throws FilterException {
        if (byType.isEmpty() && complaint != null) {
            throw complaint;
        }
        return new Condition.ByType(byType);
    }

    private FilterException unfit(String name, Operator operator, Span where) {
        return error(name + " can not be compared by " + operator.symbol(), null, where);
    }

    private FilterException error(String message, @Nullable String hint, Span where) {
        return new FilterException(message, hint, text, where);
    }
}
