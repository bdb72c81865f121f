// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.filter.syntax.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The keys and values of one item of a rule file, read with messages that say where they stand. */
record ItemNode(Context context, MappingNode node) {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> YES = Set.of("y", "yes", "true", "on");
    private static final Set<String> NO = Set.of("n", "no", "false", "off");

    /** The same node, read as something else. */
    ItemNode as(ItemType type, String name) {
        return new ItemNode(
                new Context(
                                context.source(),
                                context.locations().subList(0, context.locations().size() - 1))
                        .in(type, name, node),
                node);
    }

    boolean has(String key) {
        return value(key) != null;
    }

    @Nullable Node value(String key) {
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                return tuple.getValueNode();
            }
        }
        return null;
    }

    /** The keys, those that are no text left out. */
    List<ScalarNode> keys() {
        List<ScalarNode> keys = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name) {
                keys.add(name);
            }
        }
        return keys;
    }

    /** The value of a key that there must be. */
    Scalar text(String key) throws LoadException {
        Node value = value(key);
        if (value == null) {
            throw context.invalid("no key \"" + key + "\", which it must have");
        }
        return text(key, value);
    }

    /** The value of a key, or null where there is no such key. */
    @Nullable Scalar optionalText(String key) throws LoadException {
        Node value = value(key);
        return value == null ? null : text(key, value);
    }

    private Scalar text(String key, Node value) throws LoadException {
        if (isNull(value)) {
            throw context.in(ItemType.VALUE, key, value).invalid("\"" + key + "\" is empty");
        }
        Scalar scalar = scalar(context.in(ItemType.VALUE, key, value), value);
        if (scalar.value().isEmpty()) {
            throw context.in(ItemType.VALUE, key, value).invalid("\"" + key + "\" is empty");
        }
        return scalar;
    }

    static Scalar scalar(Context context, Node node) throws LoadException {
        if (node instanceof ScalarNode scalar) {
            return new Scalar(context.source(), scalar);
        }
        throw context.invalid("expected a text, not a " + kind(node));
    }

    /** The yes or no of a key, or the default where there is no such key. */
    boolean flag(String key, boolean otherwise) throws LoadException {
        Scalar scalar = optionalText(key);
        if (scalar == null) {
            return otherwise;
        }
        String word = scalar.value().toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return true;
        }
        if (NO.contains(word)) {
            return false;
        }
        throw context.in(ItemType.VALUE, key, scalar.node()).invalid("expected true or false");
    }

    /** The number of a key, or the default where there is no such key. */
    long number(String key, long otherwise, long largest) throws LoadException {
        Scalar scalar = optionalText(key);
        if (scalar == null) {
            return otherwise;
        }
        String digits = scalar.value();
        boolean number =
                digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = number ? Long.parseLong(digits) : -1;
        if (value < 0 || value > largest) {
            throw context.in(ItemType.VALUE, key, scalar.node())
                    .invalid("expected a whole number from 0 to " + largest);
        }
        return value;
    }

    /** The texts of a list that there must be. */
    List<Scalar> texts(String key) throws LoadException {
        Node value = value(key);
        if (value == null) {
            throw context.invalid("no key \"" + key + "\", which it must have");
        }
        Context of = context.in(ItemType.VALUE, key, value);
        List<Scalar> texts = new ArrayList<>();
        for (Node one : sequence(of, value)) {
            texts.add(scalar(of.in(ItemType.LIST_ITEM, "", one), one));
        }
        return texts;
    }

    static List<Node> sequence(Context context, Node node) throws LoadException {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw context.invalid("expected a list, not a " + kind(node));
    }

    static MappingNode mapping(Context context, Node node) throws LoadException {
        if (node instanceof MappingNode mapping) {
            return mapping;
        }
        throw context.invalid("expected keys and values, not a " + kind(node));
    }

    /** Whether there is nothing where a value could stand. */
    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && NULLS.contains(scalar.getValue());
    }

    private static String kind(Node node) {
        return switch (node.getNodeType()) {
            case SCALAR -> "text";
            case SEQUENCE -> "list";
            case MAPPING -> "mapping";
            default -> "reference";
        };
    }

    /** Warns of each key that is none of those that the item can have. */
    void warnOfOthers(Collection<String> known, List<Problem> problems) {
        for (ScalarNode key : keys()) {
            if (!known.contains(key.getValue())) {
                String meant = Nearest.to(key.getValue(), known);
                problems.add(
                        context.in(ItemType.VALUE, key.getValue(), key)
                                .problem(
                                        Code.UNKNOWN_KEY,
                                        "no key \"" + key.getValue() + "\" here: it is passed over",
                                        meant == null ? null : "did you mean " + meant + "?",
                                        key.getValue().length()));
            }
        }
    }
}
