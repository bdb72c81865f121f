// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lists, macros and rules that were read so far, each with what later items added to it. What
 * is defined again keeps its place among the others.
 */
final class Items {
    private final Map<String, ListItem> lists = new LinkedHashMap<>();
    private final Map<String, MacroItem> macros = new LinkedHashMap<>();
    private final Map<String, RuleItem> rules = new LinkedHashMap<>();
    private int definitions;

    Collection<ListItem> lists() {
        return lists.values();
    }

    Collection<MacroItem> macros() {
        return macros.values();
    }

    Collection<RuleItem> rules() {
        return rules.values();
    }

    @Nullable RuleItem rule(String name) {
        return rules.get(name);
    }

    void defineList(Context context, String name, List<Scalar> items) {
        int number = definitions++;
        ListItem before = lists.get(name);
        int index = before == null ? number : before.index();
        lists.put(name, new ListItem(context, name, items, index, number));
    }

    void appendToList(Context context, String name, List<Scalar> items) throws LoadException {
        ListItem before = lists.get(name);
        if (before == null) {
            throw context.wrong("no list of this name before, to append to");
        }
        lists.put(
                name,
                new ListItem(
                        before.context(),
                        name,
                        joined(before.items(), items),
                        before.index(),
                        definitions++));
    }

    void defineMacro(Context context, String name, Scalar condition) {
        int number = definitions++;
        MacroItem before = macros.get(name);
        int index = before == null ? number : before.index();
        macros.put(name, new MacroItem(context, name, List.of(condition), index, number));
    }

    void appendToMacro(Context context, String name, Scalar condition) throws LoadException {
        MacroItem before = macros.get(name);
        if (before == null) {
            throw context.wrong("no macro of this name before, to append to");
        }
        macros.put(
                name,
                new MacroItem(
                        before.context(),
                        name,
                        joined(before.condition(), List.of(condition)),
                        before.index(),
                        definitions++));
    }

    void defineRule(RuleItem rule) throws LoadException {
        sameSource(rule.context(), rules.get(rule.name()), rule.source());
        definitions++;
        rules.put(rule.name(), rule);
    }

    /** Turns an earlier rule on or off. */
    void enable(Context context, String name, boolean enabled) throws LoadException {
        RuleItem before = rules.get(name);
        if (before == null) {
            throw context.wrong("no rule of this name before, to turn on or off");
        }
        rules.put(
                name,
                new RuleItem(
                        before.context(),
                        name,
                        before.source(),
                        before.condition(),
                        before.output(),
                        before.description(),
                        before.priority(),
                        before.tags(),
                        before.exceptions(),
                        enabled,
                        before.warnsOfTypes(),
                        before.skipsUnknown(),
                        before.knownSource(),
                        before.behaviour()));
    }

    void appendToRule(RuleUpdate update) throws LoadException {
        RuleItem before = rules.get(update.name());
        sameSource(update.context(), before, update.source());
        if (before == null) {
            throw update.context().wrong("no rule of this name before, to append to");
        }
        TreeSet<String> tags = new TreeSet<>(before.tags());
        if (update.tags() != null) {
            tags.addAll(update.tags());
        }
        definitions++;
        rules.put(
                update.name(),
                new RuleItem(
                        before.context(),
                        before.name(),
                        before.source(),
                        appended(before.condition(), update.condition()),
                        appended(before.output(), update.output()),
                        update.description() == null
                                ? before.description()
                                : before.description() + " " + update.description(),
                        before.priority(),
                        tags,
                        ExceptionItems.appended(before.exceptions(), update.exceptions()),
                        before.enabled(),
                        before.warnsOfTypes(),
                        before.skipsUnknown(),
                        before.knownSource(),
                        before.behaviour()));
    }

    void replaceInRule(RuleUpdate update) throws LoadException {
        RuleItem before = rules.get(update.name());
        sameSource(update.context(), before, update.source());
        if (before == null) {
            throw update.context().wrong("no rule of this name before, to replace a part of");
        }
        definitions++;
        rules.put(
                update.name(),
                new RuleItem(
                        before.context(),
                        before.name(),
                        before.source(),
                        update.condition() == null
                                ? before.condition()
                                : List.of(update.condition()),
                        update.output() == null ? before.output() : List.of(update.output()),
                        or(update.description(), before.description()),
                        or(update.priority(), before.priority()),
                        or(update.tags(), before.tags()),
                        or(update.exceptions(), before.exceptions()),
                        or(update.enabled(), before.enabled()),
                        or(update.warnsOfTypes(), before.warnsOfTypes()),
                        or(update.skipsUnknown(), before.skipsUnknown()),
                        before.knownSource(),
                        before.behaviour().with(update.behaviour())));
    }

    private static void sameSource(Context context, @Nullable RuleItem before, String source)
            throws LoadException {
        if (before != null && !source.isEmpty() && !before.source().equals(source)) {
            throw context.wrong("this rule is of the source " + before.source() + " already");
        }
    }

    private static List<Scalar> appended(List<Scalar> before, @Nullable Scalar more) {
        return more == null ? before : joined(before, List.of(more));
    }

    private static <T> List<T> joined(List<T> before, List<T> more) {
        List<T> all = new ArrayList<>(before);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static <T> T or(@Nullable T changed, T before) {
        return changed == null ? before : changed;
    }
}
