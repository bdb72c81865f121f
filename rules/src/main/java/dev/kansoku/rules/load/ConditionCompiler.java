// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.plan.FieldFinder;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Resolver;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Span;
import dev.kansoku.filter.syntax.SysdigParser;
import dev.kansoku.rules.load.ConditionException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes plans of conditions, lists and macros put in the place of their names. */
final class ConditionCompiler {
    /** The most comparisons of a condition, those of macros counted wherever they stand. */
    private static final long MOST_CHECKS = 20_000;

    /** How deep comparisons may lie in a condition. */
    private static final int DEEPEST = 1000;

    private final FieldCatalogue<EventContext> fields;
    private final Lists lists;

    /** Finds the condition of a macro. */
    @FunctionalInterface
    interface MacroFinder {
        /**
         * @param in the condition that names it
         * @param where it is named there
         */
        Condition macro(String name, ConditionText in, Span where) throws ConditionException;
    }

    ConditionCompiler(FieldCatalogue<EventContext> fields, Lists lists) {
        this.fields = fields;
        this.lists = lists;
    }

    Condition compile(ConditionText written, MacroFinder macros) throws ConditionException {
        Set<String> named = new TreeSet<>();
        ConditionText text = lists.substitute(written, named);
        Expression expression;
        try {
            expression = SysdigParser.parse(text.text(), SysdigParser.Options.RULE);
        } catch (FilterException e) {
            throw new ConditionException(Kind.COMPILE, text, e);
        }
        return new OneCondition(text, macros, named).condition(expression);
    }

    /** Compiles one condition. */
    private final class OneCondition {
        private final ConditionText text;
        private final MacroFinder macros;
        private final Resolver<EventContext> resolver;
        private final Set<String> macroNames = new TreeSet<>();
        private final Set<String> listNames;
        private long checks;
        private int deepest;

        OneCondition(ConditionText text, MacroFinder macros, Set<String> listNames) {
            this.text = text;
            this.macros = macros;
            this.resolver = new Resolver<>(fields, Dialect.SYSDIG, text.text());
            this.listNames = listNames;
        }

        /**
         * A part of the condition with its plan.
         *
         * @param expanded with no names of macros in it
         */
        private record Part(Expression expanded, Plan plan) {}

        Condition condition(Expression expression) throws ConditionException {
            Part part = part(expression, 1);
            return new Condition(
                    part.expanded(), part.plan(), macroNames, listNames, checks, deepest);
        }

        private Part part(Expression expression, int depth) throws ConditionException {
            return switch (expression) {
                case Expression.And and -> {
                    List<Part> parts = parts(and.terms(), depth + 1);
                    yield new Part(
                            new Expression.And(parts.stream().map(Part::expanded).toList()),
                            new Plan.All(parts.stream().map(Part::plan).toList()));
                }
                case Expression.Or or -> {
                    List<Part> parts = parts(or.terms(), depth + 1);
                    yield new Part(
                            new Expression.Or(parts.stream().map(Part::expanded).toList()),
                            new Plan.Any(parts.stream().map(Part::plan).toList()));
                }
                case Expression.Not not -> {
                    Part term = part(not.term(), depth + 1);
                    yield new Part(new Expression.Not(term.expanded()), new Plan.Not(term.plan()));
                }
                case Expression.Xor xor -> {
                    Part left = part(xor.left(), depth + 1);
                    Part right = part(xor.right(), depth + 1);
                    yield new Part(
                            new Expression.Xor(left.expanded(), right.expanded()),
                            new Plan.Either(left.plan(), right.plan()));
                }
                case Expression.Name name -> macro(name, depth);
                case Expression.Check check -> {
                    count(1, depth, check.where());
                    yield new Part(check, plan(check));
                }
            };
        }

        private List<Part> parts(List<Expression> terms, int depth) throws ConditionException {
            List<Part> parts = new ArrayList<>(terms.size());
            for (Expression term : terms) {
                parts.add(part(term, depth));
            }
            return parts;
        }

        private Part macro(Expression.Name name, int depth) throws ConditionException {
            macroNames.add(name.name());
            Condition macro = macros.macro(name.name(), text, name.where());
            macroNames.addAll(macro.macros());
            listNames.addAll(macro.lists());
            count(macro.checks(), depth + macro.depth(), name.where());
            return new Part(macro.expression(), macro.plan());
        }

        private void count(long more, int depth, Span where) throws ConditionException {
            checks += more;
            deepest = Math.max(deepest, depth);
            if (checks > MOST_CHECKS) {
                throw wrong("more than " + MOST_CHECKS + " comparisons", where);
            }
            if (deepest > DEEPEST) {
                throw wrong("nested more than " + DEEPEST + " deep", where);
            }
        }

        private ConditionException wrong(String message, Span where) {
            return new ConditionException(
                    Kind.COMPILE, text, new FilterException(message, null, text.text(), where));
        }

        private Plan plan(Expression.Check check) throws ConditionException {
            try {
                return resolver.plan(check);
            } catch (FilterException e) {
                Kind kind = namesUnknown(check) ? Kind.UNKNOWN_NAME : Kind.COMPILE;
                throw new ConditionException(kind, text, e);
            }
        }

        private boolean namesUnknown(Expression.Check check) {
            if (isUnknown(check.left()) || check.values().stream().anyMatch(this::isUnknown)) {
                return true;
            }
            FieldDefinition left =
                    check.left() instanceof Operand.FieldReference reference
                            ? fields.find(reference.name())
                            : null;
            return left != null
                    && check.values().stream()
                            .anyMatch(
                                    value ->
                                            value instanceof Operand.Literal literal
                                                    && fields.complaint(left, literal.text())
                                                            != null);
        }

        private boolean isUnknown(Operand operand) {
            return switch (operand) {
                case Operand.FieldReference field ->
                        !new FieldFinder<>(fields, text.text()).isField(field.name());
                case Operand.Call call -> call.arguments().stream().anyMatch(this::isUnknown);
                case Operand.Sequence sequence ->
                        sequence.items().stream().anyMatch(this::isUnknown);
                default -> false;
            };
        }
    }
}
