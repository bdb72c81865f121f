// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.explain.Explanation;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.interpret.Interpreter;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import dev.kansoku.filter.plan.ValueExtractors;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a rule matches an event, or which checks stop it: the condition as a tree, each check with
 * the event's value and what came of it. All checks are asked, those too that would not have been
 * after another had decided.
 *
 * @param matches whether the rule matches the event
 * @param because the checks that decide: the ones that would have to turn out otherwise
 * @param tree a line for each part of the condition, {@code +} in front of what holds and {@code -}
 *     of what does not
 */
public record RuleExplanation(boolean matches, List<String> because, List<String> tree) {
    private static final String STEP = "  ";

    /** How many characters of a value are shown. */
    private static final int LONGEST_VALUE = 200;

    public RuleExplanation {
        because = List.copyOf(because);
        tree = List.copyOf(tree);
    }

    /**
     * Explains what a rule makes of the event at hand.
     *
     * @param fields the ones that the rule's condition was made with
     */
    public static RuleExplanation of(
            Rule rule, EventContext context, FieldCatalogue<EventContext> fields) {
        Walk walk = new Walk(context, fields);
        Plan whole = rule.condition().whole();
        boolean matches = walk.add(whole, "");
        List<String> because = new ArrayList<>();
        walk.decide(whole, matches, because);
        return new RuleExplanation(matches, because, walk.tree);
    }

    /** One way through a condition. */
    private static final class Walk {
        private final EventContext context;
        private final FieldCatalogue<EventContext> fields;
        private final ValueExtractors<EventContext> extractors;
        private final List<String> tree = new ArrayList<>();

        Walk(EventContext context, FieldCatalogue<EventContext> fields) {
            this.context = context;
            this.fields = fields;
            this.extractors = new ValueExtractors<>(fields);
        }

        private boolean holds(Plan plan) {
            return Interpreter.of(plan, extractors).test(context);
        }

        boolean add(Plan plan, String indent) {
            boolean holds = holds(plan);
            String mark = indent + (holds ? "+ " : "- ");
            switch (plan) {
                case Plan.All all -> add(mark + "all of", all.terms(), indent);
                case Plan.Any any -> add(mark + "any of", any.terms(), indent);
                case Plan.Either either ->
                        add(
                                mark + "exactly one of",
                                List.of(either.left(), either.right()),
                                indent);
                case Plan.Not not -> add(mark + "not", List.of(not.term()), indent);
                case Plan.Fixed _, Plan.Exists _, Plan.Test _, Plan.Pair _ ->
                        tree.add(mark + check(plan));
            }
            return holds;
        }

        private void add(String title, List<Plan> terms, String indent) {
            tree.add(title);
            for (Plan term : terms) {
                add(term, indent + STEP);
            }
        }

        /** Adds the checks that make a part of the condition hold, or not. */
        void decide(Plan plan, boolean holds, List<String> into) {
            switch (plan) {
                case Plan.All all -> decide(all.terms(), holds, !holds, into);
                case Plan.Any any -> decide(any.terms(), holds, holds, into);
                case Plan.Either either -> {
                    decide(either.left(), holds(either.left()), into);
                    decide(either.right(), holds(either.right()), into);
                }
                case Plan.Not not -> decide(not.term(), !holds, into);
                case Plan.Fixed _, Plan.Exists _, Plan.Test _, Plan.Pair _ ->
                        into.add((holds ? "+ " : "- ") + check(plan));
            }
        }

        /**
         * @param one whether one term with this outcome is enough to decide
         */
        private void decide(List<Plan> terms, boolean outcome, boolean one, List<String> into) {
            for (Plan term : terms) {
                if (holds(term) == outcome) {
                    decide(term, outcome, into);
                    if (one) {
                        return;
                    }
                }
            }
        }

        private String check(Plan check) {
            StringBuilder text = new StringBuilder(Explanation.check(check));
            switch (check) {
                case Plan.Test test -> value(test.value(), text);
                case Plan.Exists exists -> value(exists.value(), text);
                case Plan.Pair pair -> {
                    value(pair.left(), text);
                    value(pair.right(), text);
                }
                default -> {
                    // it asks no value
                }
            }
            return text.toString();
        }

        private void value(Value value, StringBuilder into) {
            switch (value) {
                case Value.Field field ->
                        into.append("   [")
                                .append(name(field))
                                .append(" is ")
                                .append(shown(field))
                                .append(']');
                case Value.Applied applied -> applied.arguments().forEach(of -> value(of, into));
                case Value.Slice slice -> value(slice.of(), into);
                case Value.Calculated calculated -> {
                    value(calculated.left(), into);
                    value(calculated.right(), into);
                }
                case Value.Text _, Value.Number _ -> {}
            }
        }

        private static String name(Value.Field field) {
            String name = field.definition().name();
            return field.argument() == null ? name : name + "[" + field.argument() + "]";
        }

        private String shown(Value.Field field) {
            TextBuffer text = new TextBuffer();
            try {
                TextFormat.compile("*%" + name(field), fields).write(context, text);
            } catch (FilterException e) {
                return "not shown: " + e.getMessage();
            }
            String shown = new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8);
            return shown.length() <= LONGEST_VALUE
                    ? shown
                    : shown.substring(0, LONGEST_VALUE) + "...";
        }
    }
}
