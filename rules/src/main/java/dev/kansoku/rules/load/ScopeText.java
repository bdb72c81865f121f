// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Writes a rule's scope as a condition. Each key asks for a field to be like one of some patterns,
 * and like none of those with a {@code !} in front.
 */
final class ScopeText {
    /** What each key asks for; those that end with a bracket take a label's name. */
    private static final Map<String, String> FIELDS = fields();

    private static final Pattern PATTERN = Pattern.compile("!?[A-Za-z0-9_./:@*?\\[\\]-]{1,253}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_./-]{1,253}");

    private ScopeText() {}

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("namespace", "k8s.ns.name");
        fields.put("pod", "k8s.pod.name");
        fields.put("container", "container.name");
        fields.put("image", "container.image.repository");
        fields.put("labels", "k8s.pod.label[");
        fields.put("namespace_labels", "k8s.ns.label[");
        fields.put("container_labels", "container.label[");
        return fields;
    }

    /** The scope of a rule, or null where it has none. */
    static @Nullable ConditionText of(RuleItem rule, List<Problem> problems) throws LoadException {
        ItemNode item = rule.behaviour().item(BehaviourKeys.SCOPE);
        Node value = item == null ? null : item.value(BehaviourKeys.SCOPE);
        if (item == null || value == null) {
            return null;
        }
        Context context = item.context().in(ItemType.VALUE, BehaviourKeys.SCOPE, value);
        MappingNode mapping = ItemNode.mapping(context, value);
        ItemNode keyed = new ItemNode(context, mapping);
        keyed.warnOfOthers(FIELDS.keySet(), problems);
        ConditionText.Builder out = new ConditionText.Builder();
        for (Map.Entry<String, String> field : FIELDS.entrySet()) {
            if (keyed.has(field.getKey())) {
                key(keyed, field.getKey(), field.getValue(), out);
            }
        }
        if (out.length() == 0) {
            throw context.invalid("expected some of " + String.join(", ", FIELDS.keySet()));
        }
        return out.build();
    }

    private static void key(ItemNode item, String key, String field, ConditionText.Builder out)
            throws LoadException {
        if (!field.endsWith("[")) {
            patterns(field, values(item, key), item.context(), out);
            return;
        }
        Node value = item.value(key);
        Context context =
                item.context().in(ItemType.VALUE, key, value == null ? item.node() : value);
        MappingNode labels = ItemNode.mapping(context, value == null ? item.node() : value);
        ItemNode named = new ItemNode(context, labels);
        for (NodeTuple label : labels.getValue()) {
            Scalar name = ItemNode.scalar(context, label.getKeyNode());
            if (!LABEL.matcher(name.value()).matches()) {
                throw context.in(ItemType.VALUE, "", label.getKeyNode())
                        .invalid("a label's name has letters, digits and _ . / -");
            }
            patterns(field + name.value() + "]", values(named, name.value()), context, out);
        }
    }

    private static List<Scalar> values(ItemNode item, String key) throws LoadException {
        return item.value(key) instanceof ScalarNode ? List.of(item.text(key)) : item.texts(key);
    }

    private static void patterns(
            String field, List<Scalar> patterns, Context context, ConditionText.Builder out)
            throws LoadException {
        List<Scalar> wanted = new ArrayList<>();
        List<Scalar> unwanted = new ArrayList<>();
        for (Scalar pattern : patterns) {
            if (!PATTERN.matcher(pattern.value()).matches()) {
                throw context.in(ItemType.VALUE, "", pattern.node())
                        .invalid(
                                "expected a name with * and ? for what may be anything, and ! in"
                                        + " front for none like it");
            }
            (pattern.value().startsWith("!") ? unwanted : wanted).add(pattern);
        }
        for (Scalar pattern : unwanted) {
            and(out).put("not (").put(like(field, pattern.value().substring(1)), pattern).put(")");
        }
        if (!wanted.isEmpty()) {
            and(out).put("(");
            for (int i = 0; i < wanted.size(); i++) {
                out.put(i == 0 ? "" : " or ")
                        .put(like(field, wanted.get(i).value()), wanted.get(i));
            }
            out.put(")");
        }
    }

    private static ConditionText.Builder and(ConditionText.Builder out) {
        return out.length() == 0 ? out : out.put(" and ");
    }

    private static String like(String field, String pattern) {
        boolean plain = pattern.chars().noneMatch(c -> c == '*' || c == '?' || c == '[');
        return field + (plain ? " = " : " glob ") + '"' + pattern + '"';
    }
}
