// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.plan;

import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.match.Condition;
import dev.kansoku.filter.syntax.Operator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the texts that a plan compares one field with by equality, or by the lack of it. */
final class ComparedTexts {
    private final String field;
    private final Set<String> texts = new LinkedHashSet<>();

    private ComparedTexts(String field) {
        this.field = field;
    }

    static Set<String> of(Plan plan, String field) {
        ComparedTexts found = new ComparedTexts(field);
        found.look(plan);
        return found.texts;
    }

    private void look(Plan plan) {
        switch (plan) {
            case Plan.All all -> all.terms().forEach(this::look);
            case Plan.Any any -> any.terms().forEach(this::look);
            case Plan.Not not -> look(not.term());
            case Plan.Either either -> {
                look(either.left());
                look(either.right());
            }
            case Plan.Test(Value.Field tested, _, Condition condition) -> {
                if (tested.definition().name().equals(field)) {
                    look(condition);
                }
            }
            case Plan.Fixed _, Plan.Exists _, Plan.Test _, Plan.Pair _ -> {}
        }
    }

    private void look(Condition condition) {
        switch (condition) {
            case Condition.Text(Operator operator, Bytes bound) -> {
                if (operator == Operator.EQUAL) {
                    texts.add(bound.toString());
                }
            }
            case Condition.AmongTexts among ->
                    among.texts().forEach(text -> texts.add(text.toString()));
            case Condition.Negated negated -> look(negated.condition());
            case Condition.Quantified quantified -> quantified.conditions().forEach(this::look);
            default -> {
                // asks something else than equality
            }
        }
    }
}
