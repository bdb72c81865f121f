// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.match.Holding;
import dev.kansoku.filter.match.PairPredicate;
import dev.kansoku.filter.syntax.Calculation;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.Expression.Matching;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Function;
import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Span;
import dev.kansoku.filter.value.Functions;
import dev.kansoku.filter.value.Signature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan of an expression: finds the fields, reads the literals as the fields' types have
 * them, and refuses what can not be compared.
 *
 * @param <C> what values are taken from
 */
public final class Resolver<C> {
    private final FieldCatalogue<C> catalogue;
    private final Dialect dialect;
    private final String text;
    private final FieldFinder<C> finder;
    private final ConditionBuilder conditions;

    /**
     * @param text what the expression was read from, for messages
     */
    public Resolver(FieldCatalogue<C> catalogue, Dialect dialect, String text) {
        this.catalogue = catalogue;
        this.dialect = dialect;
        this.text = text;
        this.finder = new FieldFinder<>(catalogue, text);
        this.conditions = new ConditionBuilder(text, Literals.of(dialect));
    }

    /** The plan of an expression, not yet simplified. */
    public Plan plan(Expression expression) throws FilterException {
        return switch (expression) {
            case Expression.And and -> new Plan.All(plans(and.terms()));
            case Expression.Or or -> new Plan.Any(plans(or.terms()));
            case Expression.Xor xor -> new Plan.Either(plan(xor.left()), plan(xor.right()));
            case Expression.Not not -> new Plan.Not(plan(not.term()));
            case Expression.Name name ->
                    throw error("names of conditions stand in rule files only", name.where());
            case Expression.Check check -> check(check);
        };
    }

    private List<Plan> plans(List<Expression> terms) throws FilterException {
        List<Plan> plans = new ArrayList<>(terms.size());
        for (Expression term : terms) {
            plans.add(plan(term));
        }
        return plans;
    }

    private Plan check(Expression.Check check) throws FilterException {
        Value left = value(check.left(), null);
        if (check.operator() == Operator.EXISTS) {
            return new Plan.Exists(left);
        }
        Operator operator =
                switch (check.operator()) {
                    case ALL_EQUAL, ANY_NOT_EQUAL -> Operator.EQUAL;
                    case NOT_EQUAL ->
                            check.quantifier() == null ? Operator.EQUAL : Operator.NOT_EQUAL;
                    default -> check.operator();
                };
        Holding holding = holding(check, left);
        Operand other = nonLiteral(check);
        if (other != null) {
            return pair(check, left, holding, operator, value(other, left.type()));
        }
        String name = name(left);
        if (left instanceof Value.Field field && isExact(operator)) {
            for (Operand value : check.values()) {
                if (value instanceof Operand.Literal literal) {
                    approve(field.definition(), literal);
                }
            }
            Plan instead = onSubstitute(check, field.definition(), holding, operator);
            if (instead != null) {
                return instead;
            }
        }
        Condition condition =
                conditions.condition(
                        name,
                        left.type(),
                        operator,
                        check.quantifier(),
                        check.values(),
                        check.where());
        return new Plan.Test(left, holding, condition);
    }

    /**
     * The check as one of another field, where the catalogue has one for it. What a quantifier
     * counts are the literals as they were written.
     */
    private @Nullable Plan onSubstitute(
            Expression.Check check, FieldDefinition field, Holding holding, Operator operator)
            throws FilterException {
        List<String> written = new ArrayList<>();
        for (Operand value : check.values()) {
            if (!(value instanceof Operand.Literal literal)) {
                return null;
            }
            written.add(literal.text());
        }
        List<List<String>> groups =
                check.quantifier() == null
                        ? List.of(written)
                        : written.stream().map(List::of).toList();
        List<Condition> each = new ArrayList<>();
        FieldDefinition asked = null;
        for (List<String> group : groups) {
            FieldCatalogue.Substitute substitute = catalogue.substitute(field, group);
            if (substitute == null) {
                return null;
            }
            asked = substitute.field();
            Condition among = among(substitute, check.where());
            each.add(operator == Operator.NOT_EQUAL ? new Condition.Negated(among) : among);
        }
        if (asked == null) {
            return null;
        }
        Condition condition =
                check.quantifier() == null
                        ? each.getFirst()
                        : new Condition.Quantified(check.quantifier(), each);
        return new Plan.Test(new Value.Field(asked, null), holding, condition);
    }

    private Condition among(FieldCatalogue.Substitute substitute, Span where)
            throws FilterException {
        List<Operand> literals = new ArrayList<>();
        for (String literal : substitute.literals()) {
            literals.add(new Operand.Literal(literal, Operand.Literal.Form.BARE, where));
        }
        FieldDefinition field = substitute.field();
        return conditions.condition(field.name(), field.type(), Operator.IN, null, literals, where);
    }

    /** What stands to the right instead of literals, or null where literals do. */
    private @Nullable Operand nonLiteral(Expression.Check check) throws FilterException {
        for (Operand value : check.values()) {
            if (!(value instanceof Operand.Literal) && !(value instanceof Operand.Interval)) {
                if (check.values().size() > 1 || check.quantifier() != null) {
                    throw error("a field can not stand in a list", value.where());
                }
                return value;
            }
        }
        return null;
    }

    /** A list {@code in} a list is a subset of it in sysdig's dialect, as its users know it. */
    private Holding holding(Expression.Check check, Value left) {
        boolean all = check.matching() == Matching.ALL;
        return switch (check.operator()) {
            case NOT_EQUAL -> {
                if (check.quantifier() != null) {
                    yield Holding.ANY;
                }
                yield check.matching() == Matching.ANY ? Holding.NOT_ALL : Holding.NONE;
            }
            case ALL_EQUAL -> check.matching() == Matching.ANY ? Holding.ANY : Holding.ALL;
            case ANY_NOT_EQUAL -> all ? Holding.NONE : Holding.NOT_ALL;
            case IN ->
                    all || (dialect == Dialect.SYSDIG && left.list()) ? Holding.ALL : Holding.ANY;
            default -> all ? Holding.ALL : Holding.ANY;
        };
    }

    private Plan pair(
            Expression.Check check, Value left, Holding holding, Operator written, Value right)
            throws FilterException {
        Operator operator =
                written == Operator.IN || written == Operator.INTERSECTS ? Operator.EQUAL : written;
        if (!PairPredicate.fits(operator, left.type(), right.type())) {
            throw error(
                    name(left)
                            + " can not be compared with "
                            + name(right)
                            + " by "
                            + check.operator().symbol(),
                    check.where());
        }
        return new Plan.Pair(left, holding, operator, right);
    }

    /** Whether the operator compares whole values, so that each literal has to be one. */
    private static boolean isExact(Operator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL, IN, INTERSECTS -> true;
            default -> false;
        };
    }

    private void approve(FieldDefinition field, Operand.Literal literal) throws FilterException {
        String complaint = catalogue.complaint(field, literal.text());
        if (complaint != null) {
            String meant = Nearest.to(literal.text(), catalogue.suggestions(field));
            throw new FilterException(
                    complaint,
                    meant == null ? null : "did you mean " + meant + "?",
                    text,
                    literal.where());
        }
    }

    /** The value of an operand that stands alone, as a field in a format does. */
    public Value value(Operand operand) throws FilterException {
        return value(operand, null);
    }

    /**
     * One side of a check, or an argument of a function.
     *
     * @param like the type that a literal is read as, or null where it is to be text
     */
    private Value value(Operand operand, @Nullable FieldType like) throws FilterException {
        return switch (operand) {
            case Operand.FieldReference reference -> {
                FieldFinder.Found<C> found = finder.find(reference);
                yield new Value.Field(found.definition(), found.argument());
            }
            case Operand.Call call -> call(call, like);
            case Operand.Slice slice -> slice(slice);
            case Operand.Arithmetic arithmetic -> calculated(arithmetic, like);
            case Operand.Literal literal -> constant(literal, like);
            case Operand.Name name ->
                    throw error("names of lists stand in rule files only", name.where());
            case Operand.Sequence sequence ->
                    throw error("a list can not stand here", sequence.where());
            case Operand.Interval interval ->
                    throw error("a range can stand only in the list of in", interval.where());
        };
    }

    private Value constant(Operand.Literal literal, @Nullable FieldType like)
            throws FilterException {
        if (like != null && isNumber(like)) {
            return new Value.Number(like, conditions.whole("it", like, literal));
        }
        return new Value.Text(new Bytes(literal.bytes()));
    }

    private Value call(Operand.Call call, @Nullable FieldType like) throws FilterException {
        if (call.function() == Function.MIN || call.function() == Function.MAX) {
            return extreme(call, like);
        }
        List<Value> arguments = new ArrayList<>();
        for (Operand argument : call.arguments()) {
            arguments.add(
                    argument instanceof Operand.Sequence sequence
                            ? applied(Function.LIST, values(sequence.items()), sequence.where())
                            : value(argument, null));
        }
        if (call.function() == Function.VAL && arguments.size() == 1) {
            return arguments.getFirst();
        }
        // sysdig counts the values of a list, Wireshark measures each of them
        boolean lengths =
                call.function() == Function.LEN
                        && dialect == Dialect.WIRESHARK
                        && arguments.stream().anyMatch(Value::list);
        return applied(lengths ? Function.LENGTHS : call.function(), arguments, call.where());
    }

    /** Numbers among the arguments are of the type of the others. */
    private Value extreme(Operand.Call call, @Nullable FieldType like) throws FilterException {
        FieldType type = like;
        for (Operand argument : call.arguments()) {
            if (!(argument instanceof Operand.Literal)) {
                type = value(argument, null).type();
                break;
            }
        }
        List<Value> arguments = new ArrayList<>();
        for (Operand argument : call.arguments()) {
            Value value = value(argument, type);
            if (type != null && value.type() != type) {
                throw error(
                        call.function().word() + "() takes values of one type", argument.where());
            }
            arguments.add(value);
        }
        if (type == null) {
            throw error(call.function().word() + "() takes a field", call.where());
        }
        return applied(call.function(), arguments, call.where());
    }

    private List<Value> values(List<Operand> operands) throws FilterException {
        List<Value> values = new ArrayList<>();
        for (Operand operand : operands) {
            values.add(value(operand, null));
        }
        return values;
    }

    private Value applied(Function function, List<Value> arguments, Span where)
            throws FilterException {
        List<FieldType> types = new ArrayList<>();
        List<Boolean> lists = new ArrayList<>();
        for (Value argument : arguments) {
            types.add(argument.type());
            lists.add(argument.list());
        }
        return switch (Functions.signature(function, types, lists)) {
            case Signature.Gives(FieldType type, boolean list) ->
                    new Value.Applied(function, arguments, type, list);
            case Signature.Wrong(String message) ->
                    throw error(
                            arguments.size() == 1 && asksField(arguments.getFirst())
                                    ? message + ", " + name(arguments.getFirst()) + " is none"
                                    : message,
                            where);
        };
    }

    private static boolean asksField(Value value) {
        Set<FieldDefinition> fields = new HashSet<>();
        value.fields(fields);
        return !fields.isEmpty();
    }

    private Value slice(Operand.Slice slice) throws FilterException {
        Value of = value(slice.of(), null);
        if (of.type() != FieldType.TEXT && of.type() != FieldType.BYTES) {
            throw error(
                    "only text and bytes can be sliced, " + name(of) + " is none", slice.where());
        }
        return new Value.Slice(of, slice.ranges());
    }

    private Value calculated(Operand.Arithmetic arithmetic, @Nullable FieldType like)
            throws FilterException {
        Value left;
        Value right;
        if (arithmetic.left() instanceof Operand.Literal) {
            right = value(arithmetic.right(), like == null ? FieldType.SIGNED : like);
            left = value(arithmetic.left(), factor(arithmetic.calculation(), right.type()));
        } else {
            left = value(arithmetic.left(), like == null ? FieldType.SIGNED : like);
            right = value(arithmetic.right(), factor(arithmetic.calculation(), left.type()));
        }
        for (Value side : List.of(left, right)) {
            if (!isNumber(side.type())) {
                throw error(
                        arithmetic.calculation().symbol()
                                + " takes numbers, "
                                + name(side)
                                + " is none",
                        arithmetic.where());
            }
        }
        FieldType type = isTime(right.type()) ? right.type() : left.type();
        return new Value.Calculated(arithmetic.calculation(), left, right, type);
    }

    /** What a number is read as beside a value: a time is multiplied by a number, not a time. */
    private static FieldType factor(Calculation calculation, FieldType other) {
        return switch (calculation) {
            case MULTIPLY, DIVIDE, REMAINDER -> isTime(other) ? FieldType.SIGNED : other;
            case ADD, SUBTRACT, BIT_AND -> other;
        };
    }

    private static boolean isTime(FieldType type) {
        return type == FieldType.RELATIVE_TIME || type == FieldType.ABSOLUTE_TIME;
    }

    private static boolean isNumber(FieldType type) {
        return switch (type) {
            case SIGNED, UNSIGNED, RELATIVE_TIME, ABSOLUTE_TIME, BOOLEAN -> true;
            default -> false;
        };
    }

    /** What a value is called in messages. */
    private static String name(Value value) {
        return switch (value) {
            case Value.Field field -> field.definition().name();
            case Value.Text text -> "\"" + text.text() + "\"";
            case Value.Number number -> Long.toString(number.number());
            case Value.Applied applied -> applied.function().word() + "()";
            case Value.Slice slice -> name(slice.of());
            case Value.Calculated calculated -> calculated.calculation().symbol();
        };
    }

    private FilterException error(String message, Span where) {
        return new FilterException(message, null, text, where);
    }
}
