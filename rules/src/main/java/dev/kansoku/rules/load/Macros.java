// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.filter.syntax.Span;
import dev.kansoku.rules.load.ConditionException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The macros of a rule set. Each is compiled once, when it is asked for first. */
final class Macros {
    /** How deep a macro may lie in others. */
    private static final int DEEPEST = 100;

    /** What came of compiling a macro. */
    private sealed interface Outcome {
        record Made(Condition condition) implements Outcome {}

        /**
         * @param passedOn whether it is for whoever named the macro to say: a field that is not
         *     known, which some rules may skip, and a loop, which is said where it begins
         */
        record Failed(ConditionException reason, boolean passedOn) implements Outcome {}
    }

    private final Map<String, MacroItem> items = new LinkedHashMap<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final List<String> path = new ArrayList<>();
    private final ConditionCompiler compiler;
    private final List<Problem> problems;

    Macros(Collection<MacroItem> macros, ConditionCompiler compiler, List<Problem> problems) {
        for (MacroItem macro : macros) {
            items.put(macro.name(), macro);
        }
        this.compiler = compiler;
        this.problems = problems;
        for (MacroItem macro : macros) {
            outcome(macro);
        }
    }

    Collection<MacroItem> all() {
        return items.values();
    }

    boolean isUsed(String name) {
        return used.contains(name);
    }

    /** The condition of a macro, or null where it is wrong. */
    @Nullable Condition condition(String name) {
        return outcomes.get(name) instanceof Outcome.Made(Condition condition) ? condition : null;
    }

    /** The condition of a macro that a rule names. */
    Condition find(String name, ConditionText in, Span where) throws ConditionException {
        return find(name, Integer.MAX_VALUE, in, where);
    }

    /**
     * @param visibility before which a macro must have been begun
     */
    private Condition find(String name, int visibility, ConditionText in, Span where)
            throws ConditionException {
        MacroItem macro = items.get(name);
        if (macro == null || macro.index() >= visibility) {
            String nearest = macro == null ? Nearest.to(name, items.keySet()) : null;
            throw new ConditionException(
                    Kind.MACRO,
                    in,
                    new FilterException(
                            macro == null
                                    ? "no macro \"" + name + "\""
                                    : "the macro \"" + name + "\" is defined further down",
                            nearest == null ? null : "did you mean " + nearest + "?",
                            in.text(),
                            where));
        }
        used.add(name);
        if (path.contains(name)) {
            throw new ConditionException(
                    Kind.LOOP,
                    in,
                    new FilterException(
                            "reference loop in macro \"" + name + "\"",
                            String.join(" -> ", path) + " -> " + name,
                            in.text(),
                            where));
        }
        if (path.size() > DEEPEST) {
            throw new ConditionException(
                    Kind.MACRO,
                    in,
                    new FilterException(
                            "macros lie in each other more than " + DEEPEST + " deep",
                            null,
                            in.text(),
                            where));
        }
        return switch (outcome(macro)) {
            case Outcome.Made(Condition condition) -> condition;
            case Outcome.Failed(ConditionException reason, boolean passedOn) -> {
                if (passedOn) {
                    throw reason;
                }
                throw new ConditionException(
                        Kind.SAID,
                        in,
                        new FilterException(
                                "the macro \"" + name + "\" is wrong", null, in.text(), where));
            }
        };
    }

    private Outcome outcome(MacroItem macro) {
        Outcome known = outcomes.get(macro.name());
        if (known != null) {
            return known;
        }
        path.add(macro.name());
        Outcome outcome;
        try {
            outcome =
                    new Outcome.Made(
                            compiler.compile(
                                    ConditionText.of(macro.condition()),
                                    (name, in, where) ->
                                            find(name, macro.visibility(), in, where)));
        } catch (ConditionException e) {
            if (e.kind() == Kind.LOOP && path.size() > 1) {
                path.removeLast();
                return new Outcome.Failed(e, true);
            }
            outcome = new Outcome.Failed(e, e.kind() == Kind.UNKNOWN_NAME);
            tell(macro, e);
        }
        path.removeLast();
        outcomes.put(macro.name(), outcome);
        return outcome;
    }

    private void tell(MacroItem macro, ConditionException e) {
        Code code =
                switch (e.kind()) {
                    case COMPILE -> Code.ERR_COMPILE_CONDITION;
                    case MACRO, LOOP -> Code.ERR_VALIDATE;
                    case UNKNOWN_NAME, SAID -> null;
                };
        if (code != null) {
            problems.add(e.problem(code, macro.context(), ItemType.MACRO_CONDITION));
        }
    }
}
