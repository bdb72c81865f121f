package dev.kansoku.filter;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.match.ValuePredicate;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Function;
import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Operator;
import dev.kansoku.filter.syntax.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes checks of an expression ready, and finds out which of them the event's type decides.
 *
 * @param <C> what values are taken from
 */
final class FilterCompiler<C> {
    private final FieldCatalogue<C> catalogue;
    private final String text;
    private final FieldFinder<C> finder;
    private final PredicateBuilder tests;
    private final Set<FieldDefinition> fields = new LinkedHashSet<>();

    FilterCompiler(FieldCatalogue<C> catalogue, String text) {
        this.catalogue = catalogue;
        this.text = text;
        this.finder = new FieldFinder<>(catalogue, text);
        this.tests = new PredicateBuilder(text);
    }

    /** The fields that were asked for so far. */
    Set<FieldDefinition> fields() {
        return fields;
    }

    Part<C> compile(Expression expression) throws FilterException {
        return switch (expression) {
            case Expression.And and -> new Part.All<>(all(and.terms()));
            case Expression.Or or -> new Part.Any<>(all(or.terms()));
            case Expression.Xor _ -> throw error("xor", new Span(0, 1));
            case Expression.Not not -> new Part.Not<>(compile(not.term()));
            case Expression.Check check -> check(check);
        };
    }

    private List<Part<C>> all(List<Expression> terms) throws FilterException {
        List<Part<C>> parts = new ArrayList<>(terms.size());
        for (Expression term : terms) {
            parts.add(compile(term));
        }
        return parts;
    }

    private Part<C> check(Expression.Check check) throws FilterException {
        Source<C> left = source(check.left());
        List<Operand.Literal> literals = new ArrayList<>();
        for (Operand value : check.values()) {
            if (value instanceof Operand.Literal literal) {
                literals.add(literal);
            } else if (check.values().size() > 1 || check.quantifier() != null) {
                throw error("a field can not stand in a list", value.where());
            } else {
                return new Part.Leaf<>(pair(check, left, source(value)));
            }
        }
        if (check.operator() == Operator.EXISTS) {
            return part(left, null, false);
        }
        if (check.left() instanceof Operand.FieldReference && isExact(check.operator())) {
            for (Operand.Literal literal : literals) {
                approve(left.definition(), literal);
            }
        }
        boolean negated = check.operator() == Operator.NOT_EQUAL;
        ValuePredicate test =
                tests.test(
                        left.definition().name(),
                        left.type(),
                        negated ? Operator.EQUAL : check.operator(),
                        check.quantifier(),
                        literals,
                        check.where());
        return part(left, test, negated);
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

    /**
     * One side of a check.
     *
     * @param type of its value, after its functions
     * @param plain whether it is a field without functions
     */
    record Source<C>(
            FieldDefinition definition,
            @Nullable String argument,
            Extractor<C> extractor,
            FieldType type,
            boolean plain) {}

    Source<C> source(Operand operand) throws FilterException {
        return switch (operand) {
            case Operand.FieldReference reference -> {
                FieldFinder.Found<C> found = finder.find(reference);
                fields.add(found.definition());
                yield new Source<>(
                        found.definition(),
                        found.argument(),
                        found.extractor(),
                        found.definition().type(),
                        true);
            }
            case Operand.Call call -> call(call, source(call.arguments().getFirst()));
            default -> throw error("expected a field", operand.where());
        };
    }

    private Source<C> call(Operand.Call call, Source<C> inner) throws FilterException {
        Function function = call.function();
        if (function == Function.VAL) {
            return inner;
        }
        FieldType type = inner.type();
        boolean text = type == FieldType.TEXT || type == FieldType.BYTES;
        if (!text && !(function == Function.LEN && inner.definition().list())) {
            throw error(
                    function.word() + "() takes text, " + inner.definition().name() + " is none",
                    call.where());
        }
        return new Source<>(
                inner.definition(),
                inner.argument(),
                new FunctionExtractor<>(
                        function, inner.extractor(), type, inner.definition().list()),
                function == Function.LEN ? FieldType.UNSIGNED : type,
                false);
    }

    private Node<C> pair(Expression.Check check, Source<C> left, Source<C> right)
            throws FilterException {
        if (!FieldPair.fits(check.operator(), left.type(), right.type())) {
            throw error(
                    left.definition().name()
                            + " can not be compared with "
                            + right.definition().name()
                            + " by "
                            + check.operator().symbol(),
                    check.where());
        }
        return new FieldPair<>(
                check.operator(), left.extractor(), left.type(), right.extractor(), right.type());
    }

    private Part<C> part(Source<C> left, @Nullable ValuePredicate test, boolean negated) {
        Node<C> node = node(left.extractor(), left.type(), test, negated);
        Extractor<EventType> byType =
                left.plain() ? catalogue.byEventType(left.definition(), left.argument()) : null;
        if (byType == null) {
            return new Part.Leaf<>(node);
        }
        Node<EventType> decider = node(byType, left.type(), test, negated);
        BitSet can = new BitSet();
        BitSet must = new BitSet();
        for (EventType type : EventTable.all()) {
            if (type.isGeneric()) {
                can.set(type.code());
            } else if (decider.matches(type)) {
                can.set(type.code());
                must.set(type.code());
            }
        }
        return new Part.Leaf<>(node, can, must);
    }

    private static <D> Node<D> node(
            Extractor<D> extractor,
            FieldType type,
            @Nullable ValuePredicate test,
            boolean negated) {
        if (test == null) {
            return new Node.Exists<>(extractor, type);
        }
        return negated
                ? new Node.NoValue<>(extractor, type, test)
                : new Node.AnyValue<>(extractor, type, test);
    }

    private FilterException error(String message, Span where) {
        return new FilterException(message, null, text, where);
    }
}
