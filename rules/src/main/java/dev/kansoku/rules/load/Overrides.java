// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What an item says it does with the keys of an item of the same name that came before.
 *
 * @param kind which keys that can be done with
 */
record Overrides(Kind kind, Set<String> appended, Set<String> replaced) {
    /** Which keys of an item can be appended to, and which replaced. */
    record Kind(Set<String> append, Set<String> replace) {}

    static final Kind LIST = new Kind(Set.of("items"), Set.of("items"));
    static final Kind MACRO = new Kind(Set.of("condition"), Set.of("condition"));
    static final Kind RULE =
            new Kind(
                    Set.of("condition", "output", "desc", "tags", "exceptions"),
                    Set.of(
                            "condition",
                            "output",
                            "desc",
                            "priority",
                            "capture",
                            "capture_duration",
                            "capture_before",
                            "sequence",
                            "threshold",
                            "suppress",
                            "why",
                            "scope",
                            "tags",
                            "exceptions",
                            "enabled",
                            "warn_evttypes",
                            "skip-if-unknown-filter"));

    static Overrides of(ItemNode item, Kind kind, boolean appends) throws LoadException {
        Overrides overrides = new Overrides(kind, new LinkedHashSet<>(), new LinkedHashSet<>());
        Node value = item.value("override");
        if (value == null || ItemNode.isNull(value)) {
            return overrides;
        }
        Context context = item.context().in(ItemType.OVERRIDE, "", value);
        MappingNode mapping = ItemNode.mapping(context, value);
        for (NodeTuple tuple : mapping.getValue()) {
            overrides.add(context, tuple);
        }
        if (appends && !overrides.isEmpty()) {
            throw item.context().invalid("\"append\" and \"override\" can not stand together");
        }
        return overrides;
    }

    private void add(Context context, NodeTuple tuple) throws LoadException {
        Node keyNode = tuple.getKeyNode();
        String key = ItemNode.scalar(context, keyNode).value();
        Context at = context.in(ItemType.OVERRIDE, key, keyNode);
        String operation = ItemNode.scalar(at, tuple.getValueNode()).value();
        boolean canAppend = kind.append().contains(key);
        boolean canReplace = kind.replace().contains(key);
        switch (operation) {
            case "append" -> {
                if (!canAppend) {
                    throw at.invalid(
                            "\""
                                    + key
                                    + "\" can not be appended to"
                                    + (canReplace ? ", only replaced" : ""));
                }
                appended.add(key);
            }
            case "replace" -> {
                if (!canReplace) {
                    throw at.invalid("\"" + key + "\" can not be replaced");
                }
                replaced.add(key);
            }
            default ->
                    throw context.in(ItemType.VALUE, key, tuple.getValueNode())
                            .invalid(
                                    "expected "
                                            + (canAppend && canReplace
                                                    ? "append or replace"
                                                    : canReplace
                                                            ? "replace"
                                                            : "a key that can be overridden")
                                            + ", not "
                                            + operation);
        }
    }

    boolean isEmpty() {
        return appended.isEmpty() && replaced.isEmpty();
    }

    /** Checks that what is said and what is written are the same keys. */
    void checkKeys(ItemNode item) throws LoadException {
        for (Set<String> said : List.of(appended, replaced)) {
            for (String key : said) {
                if (!item.has(key)) {
                    throw item.context()
                            .invalid("\"override\" names \"" + key + "\", which is not there");
                }
            }
        }
        for (ScalarNode key : item.keys()) {
            String name = key.getValue();
            boolean canBe = kind.append().contains(name) || kind.replace().contains(name);
            if (canBe && !appended.contains(name) && !replaced.contains(name)) {
                throw item.context()
                        .in(ItemType.OVERRIDE, name, key)
                        .invalid("\"" + name + "\" is not named under \"override\"");
            }
        }
    }
}
