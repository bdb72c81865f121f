// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.FieldFinder;
import dev.kansoku.rules.load.ExceptionItem.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the exceptions of rules, and checks that their parts fit each other. */
final class ExceptionItems {
    static final Set<String> KEYS = Set.of("name", "fields", "comps", "values");

    /** How deep lists of values may lie in lists. */
    private static final int DEEPEST = 4;

    private final FieldCatalogue<EventContext> fields;
    private final List<Problem> problems;

    ExceptionItems(FieldCatalogue<EventContext> fields, List<Problem> problems) {
        this.fields = fields;
        this.problems = problems;
    }

    /**
     * The exceptions of an item.
     *
     * @param appends whether they may add to exceptions that the rule has already
     */
    List<ExceptionItem> read(ItemNode item, boolean appends) throws LoadException {
        Node value = item.value("exceptions");
        if (value == null || ItemNode.isNull(value)) {
            return List.of();
        }
        Context all = item.context().in(ItemType.EXCEPTIONS, "", value);
        List<ExceptionItem> exceptions = new ArrayList<>();
        for (Node node : ItemNode.sequence(all, value)) {
            Context unnamed = all.in(ItemType.EXCEPTION, "", node);
            ItemNode exception = new ItemNode(unnamed, ItemNode.mapping(unnamed, node));
            String name = exception.text("name").value();
            ItemNode named = exception.as(ItemType.EXCEPTION, name);
            if (exceptions.stream().anyMatch(other -> other.name().equals(name))) {
                problems.add(
                        named.context()
                                .problem(
                                        Code.EXCEPTION_NAME_NOT_UNIQUE,
                                        "the rule has an exception of this name already"));
            }
            exceptions.add(one(named, name, appends));
        }
        return List.copyOf(exceptions);
    }

    private ExceptionItem one(ItemNode item, String name, boolean appends) throws LoadException {
        Entry fieldNames = entry(item, "fields");
        if (fieldNames == null && !appends) {
            throw item.context().invalid("no key \"fields\", which it must have");
        }
        Entry comparisons = entry(item, "comps");
        List<Entry> values = new ArrayList<>();
        Node written = item.value("values");
        if (written != null) {
            Context context = item.context().in(ItemType.EXCEPTION_VALUES, "", written);
            for (Node value : ItemNode.sequence(context, written)) {
                values.add(entry(context.in(ItemType.EXCEPTION_VALUE, "", value), value, 0));
            }
        } else if (appends) {
            problems.add(
                    item.context()
                            .problem(
                                    Code.APPEND_NO_VALUES,
                                    "an exception that changes another has no values"));
        }
        item.warnOfOthers(KEYS, problems);
        return new ExceptionItem(item.context(), name, fieldNames, comparisons, values);
    }

    private static @Nullable Entry entry(ItemNode item, String key) throws LoadException {
        Node value = item.value(key);
        return value == null
                ? null
                : entry(item.context().in(ItemType.VALUE, key, value), value, 0);
    }

    private static Entry entry(Context context, Node node, int depth) throws LoadException {
        if (node instanceof SequenceNode sequence) {
            if (depth == DEEPEST) {
                throw context.invalid("lists lie in lists more than " + DEEPEST + " deep");
            }
            List<Entry> entries = new ArrayList<>();
            for (Node value : sequence.getValue()) {
                entries.add(entry(context.in(ItemType.EXCEPTION, "", value), value, depth + 1));
            }
            return new Entry.Several(context, List.copyOf(entries));
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw context.invalid("expected a text or a list of texts");
        }
        if (scalar.getValue().isEmpty()) {
            throw context.invalid("a text must not be empty here");
        }
        return new Entry.One(new Scalar(context.source(), scalar));
    }

    /**
     * Checks the exceptions of a rule.
     *
     * @param knownSource whether its fields are known
     */
    void check(List<ExceptionItem> exceptions, boolean knownSource) throws LoadException {
        for (ExceptionItem exception : exceptions) {
            check(exception, knownSource);
        }
    }

    private void check(ExceptionItem exception, boolean knownSource) throws LoadException {
        switch (exception.fields()) {
            case null -> throw exception.context().wrong("an exception needs \"fields\"");
            case Entry.One(Scalar field) -> {
                switch (exception.comparisons()) {
                    case null -> {}
                    case Entry.One(Scalar comparison) -> checkListComparison(exception, comparison);
                    case Entry.Several _ ->
                            throw exception
                                    .context()
                                    .wrong("with one field there is one comparison, not a list");
                }
                checkField(exception, field, knownSource);
            }
            case Entry.Several(Context _, List<Entry> names) -> {
                switch (exception.comparisons()) {
                    case null -> {}
                    case Entry.One _ -> throw differentLengths(exception);
                    case Entry.Several(Context _, List<Entry> comparisons) -> {
                        if (comparisons.size() != names.size()) {
                            throw differentLengths(exception);
                        }
                        for (Entry comparison : comparisons) {
                            checkComparison(exception, single(exception, comparison));
                        }
                    }
                }
                for (Entry name : names) {
                    checkField(exception, single(exception, name), knownSource);
                }
            }
        }
    }

    private static LoadException differentLengths(ExceptionItem exception) {
        return exception.context().wrong("\"fields\" and \"comps\" are lists of different lengths");
    }

    static Scalar single(ExceptionItem exception, Entry entry) throws LoadException {
        return switch (entry) {
            case Entry.One(Scalar text) -> text;
            case Entry.Several _ -> throw exception.context().wrong("expected a text, not a list");
        };
    }

    private static void checkComparison(ExceptionItem exception, Scalar written)
            throws LoadException {
        if (Comparison.of(written).operator() == null) {
            throw exception.context().wrong("no operator \"" + written.value().strip() + "\"");
        }
    }

    private static void checkListComparison(ExceptionItem exception, Scalar written)
            throws LoadException {
        Comparison comparison = Comparison.of(written);
        if (comparison.operator() == null || !comparison.takesList()) {
            throw exception
                    .context()
                    .wrong(
                            "with one field the comparison is in, pmatch, intersects, or one with"
                                    + " oneof, anyof or allof, not "
                                    + comparison.text());
        }
    }

    private void checkField(ExceptionItem exception, Scalar written, boolean knownSource)
            throws LoadException {
        if (!knownSource) {
            return;
        }
        String text = written.value();
        int bracket = text.indexOf('[');
        String name = bracket < 0 ? text : text.substring(0, bracket);
        if (name.indexOf('(') < 0 && !new FieldFinder<>(fields, text).isField(name)) {
            throw exception.context().wrong("no field \"" + name + "\"");
        }
    }

    /** The exceptions of a rule with those that an item adds, or adds values to. */
    static List<ExceptionItem> appended(
            List<ExceptionItem> before, @Nullable List<ExceptionItem> more) throws LoadException {
        if (more == null) {
            return before;
        }
        List<ExceptionItem> all = new ArrayList<>(before);
        for (ExceptionItem exception : more) {
            int there = 0;
            while (there < all.size() && !all.get(there).name().equals(exception.name())) {
                there++;
            }
            if (there == all.size()) {
                if (exception.fields() == null) {
                    throw exception
                            .context()
                            .wrong("no exception of this name before: it needs \"fields\"");
                }
                if (exception.values().isEmpty()) {
                    throw exception
                            .context()
                            .wrong("no exception of this name before: it needs \"values\"");
                }
                all.add(exception);
            } else {
                all.set(there, withValues(all.get(there), exception));
            }
        }
        return List.copyOf(all);
    }

    private static ExceptionItem withValues(ExceptionItem before, ExceptionItem more)
            throws LoadException {
        if (more.fields() != null || more.comparisons() != null) {
            throw more.context()
                    .wrong("only values can be added to an exception that is there already");
        }
        List<Entry> values = new ArrayList<>(before.values());
        values.addAll(more.values());
        return new ExceptionItem(
                before.context(),
                before.name(),
                before.fields(),
                before.comparisons(),
                List.copyOf(values));
    }
}
