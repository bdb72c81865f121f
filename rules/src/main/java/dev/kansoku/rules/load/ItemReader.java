// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Priority;
import dev.kansoku.rules.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the documents of rule files, one item after the other, into {@link Items}. */
final class ItemReader {
    private static final Set<String> RULE_KEYS =
            Set.of(
                    "rule",
                    "condition",
                    "output",
                    "desc",
                    "priority",
                    "source",
                    "enabled",
                    "capture",
                    "capture_duration",
                    "capture_before",
                    "sequence",
                    "threshold",
                    "suppress",
                    "why",
                    "scope",
                    "warn_evttypes",
                    "skip-if-unknown-filter",
                    "tags",
                    "exceptions",
                    "override",
                    "append");

    private static final Set<String> MACRO_KEYS =
            Set.of("macro", "condition", "append", "override");
    private static final Set<String> LIST_KEYS = Set.of("list", "items", "append", "override");
    private static final Pattern MACRO_NAME = Pattern.compile("[a-zA-Z]+[a-zA-Z0-9_]*");
    private static final Pattern LIST_NAME = Pattern.compile("[^()\"'\\s=,]+");

    private final Items items;
    private final Set<String> sources;
    private final ExceptionItems exceptions;
    private final List<Problem> problems;

    ItemReader(
            Items items, Set<String> sources, ExceptionItems exceptions, List<Problem> problems) {
        this.items = items;
        this.sources = sources;
        this.exceptions = exceptions;
        this.problems = problems;
    }

    /** Reads a document of a file; an item that is wrong does not keep others from being read. */
    void read(Context file, Node document) {
        if (ItemNode.isNull(document)) {
            return;
        }
        if (!(document instanceof SequenceNode sequence)) {
            problems.add(
                    file.problem(
                            Code.ERR_YAML_VALIDATE,
                            document instanceof MappingNode
                                    ? "a rule file is a list of items, this is one item: put \"- \""
                                            + " in front of it"
                                    : "a rule file is a list of items, this is none"));
            return;
        }
        for (Node node : sequence.getValue()) {
            try {
                if (!ItemNode.isNull(node)) {
                    item(file, node);
                }
            } catch (LoadException e) {
                problems.add(e.problem());
            }
        }
    }

    private void item(Context file, Node node) throws LoadException {
        Context context = file.in(ItemType.CONTENT_ITEM, "", node);
        if (!(node instanceof MappingNode mapping)) {
            throw context.invalid("an item has keys and values, such as \"rule: NAME\"");
        }
        ItemNode item = new ItemNode(context, mapping);
        if (item.has("required_engine_version")) {
            requiredEngine(item.as(ItemType.REQUIRED_ENGINE_VERSION, ""));
        } else if (item.has("required_plugin_versions")) {
            new PluginVersions(problems).check(item.as(ItemType.REQUIRED_PLUGIN_VERSIONS, ""));
        } else if (item.has("list")) {
            list(named(item, ItemType.LIST, "list"));
        } else if (item.has("macro")) {
            macro(named(item, ItemType.MACRO, "macro"));
        } else if (item.has("rule")) {
            rule(named(item, ItemType.RULE, "rule"));
        } else {
            problems.add(
                    context.problem(
                            Code.UNKNOWN_ITEM,
                            "an item is a rule, a macro, a list or what is required: this is"
                                    + " passed over"));
        }
    }

    /** The item, called by its name in messages from here on. */
    private static ItemNode named(ItemNode item, ItemType type, String key) throws LoadException {
        return item.as(type, item.as(type, "").text(key).value());
    }

    private static String name(ItemNode item) {
        return item.context().locations().getLast().name();
    }

    private void requiredEngine(ItemNode item) throws LoadException {
        Scalar written = item.text("required_engine_version");
        EngineVersion version = EngineVersion.of(written.value());
        Context context = item.context().in(ItemType.VALUE, "", written.node());
        if (version == null) {
            throw context.invalid("expected a version such as 0.57.0, or a number");
        }
        if (!EngineVersion.OURS.understands(version)) {
            throw context.wrong(
                    "the rules are for version "
                            + version
                            + " of the language, this is "
                            + EngineVersion.OURS);
        }
        item.warnOfOthers(Set.of("required_engine_version"), problems);
    }

    private void list(ItemNode item) throws LoadException {
        String name = name(item);
        if (!LIST_NAME.matcher(name).matches()) {
            problems.add(
                    item.context()
                            .problem(
                                    Code.INVALID_LIST_NAME,
                                    "a list's name has no blanks, commas, brackets, quotes or ="));
        }
        List<Scalar> values = item.texts("items");
        boolean appends = appends(item);
        Overrides overrides = Overrides.of(item, Overrides.LIST, appends);
        if (appends || overrides.appended().contains("items")) {
            items.appendToList(item.context(), name, values);
        } else {
            items.defineList(item.context(), name, values);
        }
        item.warnOfOthers(LIST_KEYS, problems);
    }

    private void macro(ItemNode item) throws LoadException {
        String name = name(item);
        if (!MACRO_NAME.matcher(name).matches()) {
            problems.add(
                    item.context()
                            .problem(
                                    Code.INVALID_MACRO_NAME,
                                    "a macro's name has letters, digits and _, a letter first"));
        }
        Scalar condition = item.text("condition");
        boolean appends = appends(item);
        Overrides overrides = Overrides.of(item, Overrides.MACRO, appends);
        if (appends || overrides.appended().contains("condition")) {
            items.appendToMacro(item.context(), name, condition);
        } else {
            items.defineMacro(item.context(), name, condition);
        }
        item.warnOfOthers(MACRO_KEYS, problems);
    }

    private void rule(ItemNode item) throws LoadException {
        boolean appends = appends(item);
        Overrides overrides = Overrides.of(item, Overrides.RULE, appends);
        if (!overrides.isEmpty()) {
            overridden(item, overrides);
        } else if (appends) {
            appended(item);
        } else if (isSwitch(item)) {
            items.enable(item.context(), name(item), switchedOn(item));
        } else {
            items.defineRule(defined(item));
        }
        item.warnOfOthers(RULE_KEYS, problems);
    }

    private boolean appends(ItemNode item) throws LoadException {
        boolean appends = item.flag("append", false);
        if (appends) {
            problems.add(
                    item.context()
                            .problem(
                                    Code.DEPRECATED_ITEM,
                                    "\"append\" is deprecated: name what is appended to under"
                                            + " \"override\""));
        }
        return appends;
    }

    private void overridden(ItemNode item, Overrides overrides) throws LoadException {
        overrides.checkKeys(item);
        Set<String> appended = overrides.appended();
        Set<String> replaced = overrides.replaced();
        if (!appended.isEmpty()) {
            items.appendToRule(update(item, appended, true));
        }
        if (!replaced.isEmpty()) {
            RuleUpdate update = update(item, replaced, false);
            RuleItem before = items.rule(name(item));
            if (update.exceptions() != null && before != null) {
                exceptions.check(update.exceptions(), before.knownSource());
            }
            items.replaceInRule(update);
        }
    }

    private void appended(ItemNode item) throws LoadException {
        Set<String> keys = new HashSet<>();
        for (String key : List.of("condition", "exceptions")) {
            if (item.has(key)) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw item.context().wrong("appending to a rule needs \"condition\" or \"exceptions\"");
        }
        items.appendToRule(update(item, keys, true));
    }

    private RuleUpdate update(ItemNode item, Set<String> keys, boolean appends)
            throws LoadException {
        List<ExceptionItem> changed = null;
        if (keys.contains("exceptions")) {
            changed = exceptions.read(item, appends);
            for (ExceptionItem exception : changed) {
                if (exception.fields() != null) {
                    RuleItem before = items.rule(name(item));
                    exceptions.check(List.of(exception), before != null && before.knownSource());
                }
            }
        }
        Scalar source = sourceOf(item);
        return new RuleUpdate(
                item.context(),
                name(item),
                source == null ? "" : source.value(),
                keys.contains("condition") ? item.text("condition") : null,
                keys.contains("output") ? item.text("output") : null,
                keys.contains("desc") ? item.text("desc").value() : null,
                keys.contains("priority") ? priority(item) : null,
                keys.contains("tags") ? tags(item) : null,
                changed,
                keys.contains("enabled") ? item.flag("enabled", true) : null,
                keys.contains("warn_evttypes") ? item.flag("warn_evttypes", true) : null,
                keys.contains("skip-if-unknown-filter")
                        ? item.flag("skip-if-unknown-filter", false)
                        : null,
                BehaviourKeys.of(item, keys));
    }

    private static @Nullable Scalar sourceOf(ItemNode item) throws LoadException {
        Node value = item.value("source");
        return value == null || ItemNode.isNull(value) ? null : item.optionalText("source");
    }

    /** Whether it does no more than to turn an earlier rule on or off. */
    private static boolean isSwitch(ItemNode item) {
        return !item.has("condition")
                && !item.has("output")
                && !item.has("desc")
                && !item.has("priority");
    }

    private boolean switchedOn(ItemNode item) throws LoadException {
        item.text("enabled");
        problems.add(
                item.context()
                        .problem(
                                Code.DEPRECATED_ITEM,
                                "\"enabled\" alone is deprecated: add \"override\" with \"enabled:"
                                        + " replace\""));
        return item.flag("enabled", true);
    }

    private RuleItem defined(ItemNode item) throws LoadException {
        List<Scalar> condition =
                item.has("sequence") && !item.has("condition")
                        ? List.of()
                        : List.of(item.text("condition"));
        Scalar output = item.text("output");
        String description = item.text("desc").value();
        Priority priority = priority(item);
        Scalar source = item.optionalText("source");
        String sourceName = source == null ? Rule.SYSCALL : source.value();
        boolean enabled = item.flag("enabled", true);
        boolean warnsOfTypes = item.flag("warn_evttypes", true);
        boolean skipsUnknown = item.flag("skip-if-unknown-filter", false);
        SortedSet<String> tags = item.has("tags") ? tags(item) : new TreeSet<>();
        List<ExceptionItem> excepted = exceptions.read(item, false);
        boolean known = sources.contains(sourceName);
        if (!known) {
            problems.add(
                    item.context()
                            .problem(
                                    Code.UNKNOWN_SOURCE,
                                    "no events of the source \""
                                            + sourceName
                                            + "\" can be had: the rule is left out"));
        }
        exceptions.check(excepted, known);
        return new RuleItem(
                item.context(),
                name(item),
                sourceName,
                condition,
                List.of(output),
                description,
                priority,
                tags,
                excepted,
                enabled,
                warnsOfTypes,
                skipsUnknown,
                known,
                BehaviourKeys.of(item, RULE_KEYS));
    }

    private static Priority priority(ItemNode item) throws LoadException {
        Scalar written = item.text("priority");
        Priority priority = Priority.named(written.value());
        if (priority == null) {
            throw item.context()
                    .in(ItemType.RULE_PRIORITY, "", written.node())
                    .invalid("no priority \"" + written.value() + "\"");
        }
        return priority;
    }

    private static SortedSet<String> tags(ItemNode item) throws LoadException {
        SortedSet<String> tags = new TreeSet<>();
        for (Scalar tag : item.texts("tags")) {
            tags.add(tag.value());
        }
        return tags;
    }
}
