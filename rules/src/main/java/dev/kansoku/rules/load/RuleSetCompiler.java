// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigPrinter;
import dev.kansoku.filter.syntax.UntranslatableException;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes rules of the items of all files. */
final class RuleSetCompiler {
    /** More event types than a condition should let through, as Falco counts it. */
    private static final int MANY_TYPES = 100;

    /** What used to stand for the fields of a container, and stands for nothing now. */
    private static final String CONTAINER_INFO = "%container.info";

    private final FieldCatalogue<EventContext> fields;
    private final List<Problem> problems;
    private final Lists lists;
    private final ConditionCompiler compiler;
    private final Macros macros;
    private final Items items;

    RuleSetCompiler(Items items, FieldCatalogue<EventContext> fields, List<Problem> problems) {
        this.items = items;
        this.fields = fields;
        this.problems = problems;
        this.lists = new Lists(items.lists(), problems);
        this.compiler = new ConditionCompiler(fields, lists);
        this.macros = new Macros(items.macros(), compiler, problems);
    }

    /** A rule, or null where its source is not known or something is wrong with it. */
    @Nullable LoadedRule rule(RuleItem item, LoadOptions options) {
        if (!item.knownSource()) {
            return null;
        }
        String output = output(item);
        BehaviourReader reader = new BehaviourReader(item, items, fields, problems);
        Condition condition;
        Behaviour behaviour;
        try {
            condition = condition(item, reader);
            behaviour = reader.behaviour();
        } catch (LoadException e) {
            problems.add(e.problem());
            return null;
        }
        if (output == null || condition == null) {
            return null;
        }
        TypedPlan plan = TypedPlan.of(condition.plan(), fields);
        if (item.warnsOfTypes()
                && item.source().equals(Rule.SYSCALL)
                && plan.eventTypes().cardinality() > MANY_TYPES) {
            problems.add(
                    item.context()
                            .problem(
                                    Code.NO_EVTTYPE,
                                    "events of so many types can match that the rule is slow",
                                    "ask for some evt.type, or say \"warn_evttypes: false\"",
                                    1));
        }
        ConditionDoubts.of(condition.expression(), fields)
                .forEach((what, code) -> problems.add(item.context().problem(code, what)));
        Rule rule =
                new Rule(
                        item.name(),
                        item.description(),
                        plan,
                        printed(condition.expression()),
                        output,
                        item.priority(),
                        item.source(),
                        List.copyOf(item.tags()),
                        item.context().place(),
                        behaviour);
        return new LoadedRule(
                rule, options.uses(rule, item.enabled()), condition.macros(), condition.lists());
    }

    private @Nullable Condition condition(RuleItem item, BehaviourReader reader)
            throws LoadException {
        try {
            return reader.condition(text -> compiler.compile(text, macros::find));
        } catch (ConditionException e) {
            Code code =
                    switch (e.kind()) {
                        case COMPILE -> Code.ERR_COMPILE_CONDITION;
                        case UNKNOWN_NAME ->
                                item.skipsUnknown()
                                        ? Code.UNKNOWN_FILTER
                                        : Code.ERR_COMPILE_CONDITION;
                        case MACRO, LOOP -> Code.ERR_VALIDATE;
                        case SAID -> null;
                    };
            if (code != null) {
                problems.add(e.problem(code, item.context(), ItemType.RULE_CONDITION));
            }
            return null;
        }
    }

    /** The format of a rule's alerts, or null where it is wrong. */
    private @Nullable String output(RuleItem item) {
        ConditionText text = ConditionText.of(item.output());
        String format = text.text();
        if (format.contains(CONTAINER_INFO)) {
            problems.add(
                    item.context()
                            .problem(
                                    Code.DEPRECATED_ITEM,
                                    CONTAINER_INFO
                                            + " is deprecated and stands for nothing: name the"
                                            + " fields that you want"));
        }
        try {
            // its place is kept while the format is checked, so that marks point at what is wrong
            TextFormat.compile(
                    format.replace(CONTAINER_INFO, " ".repeat(CONTAINER_INFO.length())),
                    BehaviourReader.ofMatches(item, fields));
        } catch (FilterException e) {
            Code code = item.skipsUnknown() ? Code.UNKNOWN_FILTER : Code.ERR_COMPILE_OUTPUT;
            ConditionException wrong =
                    new ConditionException(ConditionException.Kind.COMPILE, text, e);
            problems.add(
                    wrong.problem(
                            code,
                            item.context(),
                            ItemType.RULE_OUTPUT,
                            ItemType.RULE_OUTPUT_EXPRESSION));
            return null;
        }
        return format.replace(CONTAINER_INFO, "").strip();
    }

    static String printed(Expression expression) {
        try {
            return SysdigPrinter.print(expression);
        } catch (UntranslatableException e) {
            throw new IllegalArgumentException("read in a dialect that can not be written", e);
        }
    }

    /** Warns of macros and lists that nothing names. */
    void warnOfUnused() {
        for (MacroItem macro : macros.all()) {
            if (!macros.isUsed(macro.name())) {
                problems.add(
                        macro.context()
                                .problem(Code.UNUSED_MACRO, "no rule and no macro names it"));
            }
        }
        for (Lists.Values list : lists.all()) {
            if (!lists.isUsed(list.item().name())) {
                problems.add(
                        list.item()
                                .context()
                                .problem(Code.UNUSED_LIST, "no rule, macro or list names it"));
            }
        }
    }

    List<LoadedMacro> macros() {
        List<LoadedMacro> loaded = new ArrayList<>();
        for (MacroItem macro : macros.all()) {
            Condition condition = macros.condition(macro.name());
            if (condition != null) {
                loaded.add(
                        new LoadedMacro(
                                macro.name(),
                                macro.context().place(),
                                ConditionText.of(macro.condition()).text().strip(),
                                printed(condition.expression()),
                                condition.macros(),
                                condition.lists()));
            }
        }
        return loaded;
    }

    List<LoadedList> lists() {
        List<LoadedList> loaded = new ArrayList<>();
        for (Lists.Values list : lists.all()) {
            loaded.add(
                    new LoadedList(
                            list.item().name(), list.item().context().place(), list.values()));
        }
        return loaded;
    }
}
