// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;

/** Puts overrides in their places in what a file says. */
final class Overlay {
    private static final int MOST_ENTRIES = 1000;

    private Overlay() {}

    /** Changes the tree. */
    static void put(SettingOverride override, Node.Mapping root) throws ConfigException {
        override.setting();
        Node.Mapping section = root;
        List<SettingOverride.Step> steps = override.steps();
        for (int i = 0; i < steps.size() - 1; i++) {
            SettingOverride.Step step = steps.get(i);
            Node inner =
                    step.index() == SettingOverride.Step.NONE
                            ? entry(section, step.name(), mapping(override))
                            : item(
                                    list(section, step.name(), override),
                                    step,
                                    override,
                                    mapping(override));
            if (!(inner instanceof Node.Mapping mapping)) {
                throw override.problem(
                        override.path().length(), "\"" + step.name() + "\" is no section");
            }
            section = mapping;
        }
        SettingOverride.Step last = steps.getLast();
        Node value = override.node();
        if (last.index() == SettingOverride.Step.NONE) {
            replace(section, last.name(), value, override);
        } else {
            Node.Sequence list = list(section, last.name(), override);
            int index = index(list, last, override);
            if (index == list.items().size()) {
                list.items().add(value);
            } else {
                list.items().set(index, value);
            }
        }
    }

    private static Node.Mapping mapping(SettingOverride override) {
        return new Node.Mapping(new ArrayList<>(), override.spot());
    }

    private static void replace(
            Node.Mapping section, String name, Node value, SettingOverride override) {
        section.entries().removeIf(entry -> entry.key().text().equals(name));
        section.entries().add(new Node.Entry(key(name, override), value));
    }

    private static Node.Scalar key(String name, SettingOverride override) {
        return new Node.Scalar(name, false, override.spot());
    }

    /** The value of a name, which is made where there is none. */
    private static Node entry(Node.Mapping section, String name, Node.Mapping made) {
        ListIterator<Node.Entry> entries = section.entries().listIterator();
        while (entries.hasNext()) {
            Node.Entry entry = entries.next();
            if (entry.key().text().equals(name)) {
                if (entry.value() instanceof Node.Scalar scalar && scalar.isNull()) {
                    entries.set(new Node.Entry(entry.key(), made));
                    return made;
                }
                return entry.value();
            }
        }
        section.entries().add(new Node.Entry(new Node.Scalar(name, false, made.spot()), made));
        return made;
    }

    /** The list of a name; a value alone becomes a list of it. */
    private static Node.Sequence list(Node.Mapping section, String name, SettingOverride override) {
        Node.Sequence made = new Node.Sequence(new ArrayList<>(), override.spot());
        ListIterator<Node.Entry> entries = section.entries().listIterator();
        while (entries.hasNext()) {
            Node.Entry entry = entries.next();
            if (entry.key().text().equals(name)) {
                if (entry.value() instanceof Node.Sequence sequence) {
                    return sequence;
                }
                if (!(entry.value() instanceof Node.Scalar scalar && scalar.isNull())) {
                    made.items().add(entry.value());
                }
                entries.set(new Node.Entry(entry.key(), made));
                return made;
            }
        }
        section.entries().add(new Node.Entry(key(name, override), made));
        return made;
    }

    private static Node item(
            Node.Sequence list,
            SettingOverride.Step step,
            SettingOverride override,
            Node.Mapping made)
            throws ConfigException {
        int index = index(list, step, override);
        if (index == list.items().size()) {
            list.items().add(made);
            return made;
        }
        return list.items().get(index);
    }

    private static int index(
            Node.Sequence list, SettingOverride.Step step, SettingOverride override)
            throws ConfigException {
        int size = list.items().size();
        int index = step.index() == SettingOverride.Step.APPENDED ? size : step.index();
        if (index > size || index >= MOST_ENTRIES) {
            throw override.problem(
                    override.path().length(),
                    "\""
                            + step.name()
                            + "\" has "
                            + size
                            + " entries: ["
                            + size
                            + "] or [] adds one");
        }
        return index;
    }
}
