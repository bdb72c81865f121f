// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.JoinKey;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.MatchValues;
import dev.kansoku.rules.RuleCapture;
import dev.kansoku.rules.Sequence;
import dev.kansoku.rules.Suppression;
import dev.kansoku.rules.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads what a rule does beyond telling of each event. One for a rule: its condition is asked for
 * first, since the steps of a sequence are conditions.
 */
final class BehaviourReader {
    private static final long MILLI = 1_000_000;
    private static final long LONGEST_CAPTURE_MILLIS = 0xffff_ffffL;

    /** What is recorded behind a match where the rule does not say, as Falco has it. */
    private static final long CAPTURE_MILLIS = 5000;

    private static final Set<String> SEQUENCE_KEYS = Set.of("steps", "within", "by");
    private static final Set<String> STEP_KEYS = Set.of("name", "condition", "by");
    private static final Set<String> THRESHOLD_KEYS = Set.of("count", "within", "by", "distinct");
    private static final Set<String> SUPPRESS_KEYS = Set.of("for", "by");

    private final RuleItem rule;
    private final Items items;
    private final FieldCatalogue<EventContext> fields;
    private final List<Problem> problems;
    private final JoinKeyReader keys;
    private @Nullable Sequence sequence;

    /** Makes the plan of a condition. */
    @FunctionalInterface
    interface Compiler {
        Condition compile(ConditionText text) throws ConditionException;
    }

    BehaviourReader(
            RuleItem rule,
            Items items,
            FieldCatalogue<EventContext> fields,
            List<Problem> problems) {
        this.rule = rule;
        this.items = items;
        this.fields = fields;
        this.problems = problems;
        this.keys = new JoinKeyReader(fields);
    }

    /** The fields that a rule's output may name. */
    static FieldCatalogue<EventContext> ofMatches(
            RuleItem rule, FieldCatalogue<EventContext> fields) {
        ItemNode item = rule.behaviour().item(BehaviourKeys.SEQUENCE);
        if (item == null && !rule.behaviour().has(BehaviourKeys.THRESHOLD)) {
            return fields;
        }
        int steps = 0;
        if (item != null && item.value(BehaviourKeys.SEQUENCE) instanceof MappingNode mapping) {
            Node listed = new ItemNode(item.context(), mapping).value("steps");
            steps =
                    listed instanceof org.snakeyaml.engine.v2.nodes.SequenceNode list
                            ? list.getValue().size()
                            : 0;
        }
        return new MatchFields(fields, new MatchValues(), steps);
    }

    /** The condition of the events that a rule matches; of a sequence any of its steps. */
    Condition condition(Compiler compiler) throws LoadException, ConditionException {
        ItemNode item = rule.behaviour().item(BehaviourKeys.SEQUENCE);
        ConditionText scope = ScopeText.of(rule, problems);
        if (item == null) {
            return compiler.compile(both(scope, ExceptedCondition.of(rule)));
        }
        ConditionText guard =
                rule.condition().isEmpty() ? scope : both(scope, ExceptedCondition.of(rule));
        return sequence(mapping(item, BehaviourKeys.SEQUENCE, SEQUENCE_KEYS), guard, compiler);
    }

    /** Both of two conditions, the first of which may be missing. */
    private static ConditionText both(@Nullable ConditionText one, ConditionText other) {
        if (one == null) {
            return other;
        }
        return new ConditionText.Builder()
                .put("(")
                .put(one, 0, one.text().length())
                .put(") and (")
                .put(other, 0, other.text().length())
                .put(")")
                .build();
    }

    /** The keys below a key, of which those that are not known are warned of. */
    private ItemNode mapping(ItemNode item, String key, Set<String> known) throws LoadException {
        Node value = item.value(key);
        if (value == null) {
            throw item.context().invalid("no key \"" + key + "\", which it must have");
        }
        Context context = item.context().in(ItemType.VALUE, key, value);
        ItemNode mapping = new ItemNode(context, ItemNode.mapping(context, value));
        mapping.warnOfOthers(known, problems);
        return mapping;
    }

    private Condition sequence(ItemNode item, @Nullable ConditionText guard, Compiler compiler)
            throws LoadException, ConditionException {
        long within = SpanText.nanos(item, "within");
        JoinKey by = item.has("by") ? keys.read(item, "by", true) : JoinKey.TREE;
        Node listed = item.value("steps");
        if (listed == null) {
            throw item.context().invalid("no key \"steps\", which it must have");
        }
        Context context = item.context().in(ItemType.VALUE, "steps", listed);
        List<Node> nodes = ItemNode.sequence(context, listed);
        if (nodes.size() < 2 || nodes.size() > Sequence.MOST_STEPS) {
            throw context.invalid("a sequence has from 2 to " + Sequence.MOST_STEPS + " steps");
        }
        List<Sequence.Step> steps = new ArrayList<>();
        List<Condition> conditions = new ArrayList<>();
        for (Node node : nodes) {
            Context at = context.in(ItemType.VALUE, "step " + (steps.size() + 1), node);
            ItemNode step = node instanceof MappingNode one ? new ItemNode(at, one) : null;
            Scalar written = step == null ? ItemNode.scalar(at, node) : step.text("condition");
            Condition condition = compiler.compile(both(guard, stepText(written)));
            conditions.add(condition);
            JoinKey own = by;
            String name = "step " + (steps.size() + 1);
            if (step != null) {
                step.warnOfOthers(STEP_KEYS, problems);
                Scalar called = step.optionalText("name");
                name = called == null ? name : called.value();
                own = step.has("by") ? keys.read(step, "by", true) : by;
            }
            steps.add(
                    new Sequence.Step(
                            name,
                            TypedPlan.of(condition.plan(), fields),
                            RuleSetCompiler.printed(condition.expression()),
                            own));
            keys.requireAlike(steps.getFirst().by(), own, at);
        }
        sequence = new Sequence(steps, within);
        return anyOf(conditions);
    }

    /** The condition of a step: as written, or that of the rule that is named. */
    private ConditionText stepText(Scalar written) throws LoadException {
        RuleItem named = items.rule(written.value().strip());
        if (named == null
                || named.name().equals(rule.name())
                || named.behaviour().has(BehaviourKeys.SEQUENCE)) {
            return ConditionText.of(List.of(written));
        }
        return both(ScopeText.of(named, problems), ExceptedCondition.of(named));
    }

    private static Condition anyOf(List<Condition> conditions) {
        Set<String> macros = new TreeSet<>();
        Set<String> lists = new TreeSet<>();
        List<Expression> expressions = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        long checks = 0;
        int depth = 0;
        for (Condition condition : conditions) {
            macros.addAll(condition.macros());
            lists.addAll(condition.lists());
            expressions.add(condition.expression());
            plans.add(condition.plan());
            checks += condition.checks();
            depth = Math.max(depth, condition.depth());
        }
        return new Condition(
                new Expression.Or(expressions),
                new Plan.Any(plans),
                macros,
                lists,
                checks,
                depth + 1);
    }

    /** What the rule does, once its condition was asked for. */
    Behaviour behaviour() throws LoadException {
        BehaviourKeys written = rule.behaviour();
        ItemNode why = written.item(BehaviourKeys.WHY);
        Behaviour behaviour =
                new Behaviour(
                        sequence,
                        threshold(written.item(BehaviourKeys.THRESHOLD)),
                        suppression(written.item(BehaviourKeys.SUPPRESS)),
                        why != null && why.flag(BehaviourKeys.WHY, false),
                        capture(written),
                        false);
        return behaviour.equals(Behaviour.NONE) ? Behaviour.NONE : behaviour;
    }

    private @Nullable Threshold threshold(@Nullable ItemNode item) throws LoadException {
        if (item == null) {
            return null;
        }
        ItemNode keyed = mapping(item, BehaviourKeys.THRESHOLD, THRESHOLD_KEYS);
        Scalar count = keyed.text("count");
        Scalar distinct = keyed.optionalText("distinct");
        long most = distinct == null ? Threshold.MOST : Threshold.MOST_DISTINCT;
        long number = keyed.number("count", 0, Integer.MAX_VALUE);
        if (number < 2 || number > most) {
            throw keyed.context()
                    .in(ItemType.VALUE, "count", count.node())
                    .invalid("expected a whole number from 2 to " + most);
        }
        if (distinct != null) {
            keys.requireField(keyed, "distinct", distinct);
        }
        return new Threshold(
                (int) number,
                SpanText.nanos(keyed, "within"),
                keyed.has("by") ? keys.read(keyed, "by", false) : JoinKey.NOTHING,
                distinct == null ? null : JoinKey.field(distinct.value()));
    }

    /** {@code 60s} alone, or {@code {for: 60s, by: [...]}}. */
    private @Nullable Suppression suppression(@Nullable ItemNode item) throws LoadException {
        if (item == null) {
            return null;
        }
        if (item.value(BehaviourKeys.SUPPRESS) instanceof ScalarNode) {
            return new Suppression(SpanText.nanos(item, BehaviourKeys.SUPPRESS), null);
        }
        ItemNode keyed = mapping(item, BehaviourKeys.SUPPRESS, SUPPRESS_KEYS);
        return new Suppression(
                SpanText.nanos(keyed, "for"),
                keyed.has("by") ? keys.read(keyed, "by", false).fields() : null);
    }

    private static @Nullable RuleCapture capture(BehaviourKeys written) throws LoadException {
        ItemNode wanted = written.item(BehaviourKeys.CAPTURE);
        long before = millis(written, BehaviourKeys.CAPTURE_BEFORE, 0);
        long after = millis(written, BehaviourKeys.CAPTURE_DURATION, CAPTURE_MILLIS);
        boolean records = wanted != null && wanted.flag(BehaviourKeys.CAPTURE, false);
        return records ? new RuleCapture(before * MILLI, after * MILLI) : null;
    }

    private static long millis(BehaviourKeys written, String key, long otherwise)
            throws LoadException {
        ItemNode item = written.item(key);
        return item == null ? otherwise : item.number(key, otherwise, LONGEST_CAPTURE_MILLIS);
    }
}
