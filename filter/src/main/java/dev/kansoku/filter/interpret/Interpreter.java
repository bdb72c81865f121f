// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.interpret;

import dev.kansoku.filter.match.PairPredicate;
import dev.kansoku.filter.match.Predicates;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.ValueExtractors;
import java.util.List;
import java.util.function.Predicate;

/**
 * A plan that is evaluated node by node. Allocates nothing per event (a regular expression does);
 * belongs to one thread.
 *
 * @param <C> what values are taken from
 */
public final class Interpreter<C> implements Predicate<C> {
    private final Node<C> root;

    private Interpreter(Node<C> root) {
        this.root = root;
    }

    public static <C> Interpreter<C> of(Plan plan, ValueExtractors<C> extractors) {
        return new Interpreter<>(node(plan, extractors));
    }

    @Override
    public boolean test(C context) {
        return root.matches(context);
    }

    private static <C> Node<C> node(Plan plan, ValueExtractors<C> extractors) {
        return switch (plan) {
            case Plan.Fixed fixed -> new Node.Fixed<>(fixed.holds());
            case Plan.All all -> new Node.All<>(nodes(all.terms(), extractors));
            case Plan.Any any -> new Node.Any<>(nodes(any.terms(), extractors));
            case Plan.Either either ->
                    new Node.Either<>(
                            node(either.left(), extractors), node(either.right(), extractors));
            case Plan.Not not -> new Node.Not<>(node(not.term(), extractors));
            case Plan.Exists exists ->
                    new Node.Exists<>(extractors.of(exists.value()), exists.value().type());
            case Plan.Test test ->
                    new Node.Test<>(
                            extractors.of(test.value()),
                            test.value().type(),
                            test.holding(),
                            Predicates.of(test.condition()));
            case Plan.Pair pair ->
                    new Node.Pair<>(
                            extractors.of(pair.left()),
                            pair.left().type(),
                            pair.holding(),
                            new PairPredicate(
                                    pair.operator(), pair.left().type(), pair.right().type()),
                            extractors.of(pair.right()),
                            pair.right().type());
        };
    }

    @SuppressWarnings("unchecked")
    private static <C> Node<C>[] nodes(List<Plan> plans, ValueExtractors<C> extractors) {
        Node<C>[] nodes = (Node<C>[]) new Node<?>[plans.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = node(plans.get(i), extractors);
        }
        return nodes;
    }
}
