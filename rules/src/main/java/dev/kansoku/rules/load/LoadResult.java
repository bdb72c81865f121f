// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of loading rule files.
 *
 * @param rules those that are to be matched, in order
 * @param problems in the order of the files, errors and warnings
 * @param all the rules that could be made ready, those too that are turned off
 * @param macros with what they stand for
 * @param lists with their values
 * @param files the names of what was read, in order
 */
public record LoadResult(
        List<Rule> rules,
        List<Problem> problems,
        List<LoadedRule> all,
        List<LoadedMacro> macros,
        List<LoadedList> lists,
        List<String> files) {
    public LoadResult {
        rules = List.copyOf(rules);
        problems = List.copyOf(problems);
        all = List.copyOf(all);
        macros = List.copyOf(macros);
        lists = List.copyOf(lists);
        files = List.copyOf(files);
    }

    /** Whether nothing is wrong but what is only warned of. */
    public boolean ok() {
        return problems.stream().noneMatch(Problem::isError);
    }

    public List<Problem> errors() {
        return problems.stream().filter(Problem::isError).toList();
    }

    public List<Problem> warnings() {
        return problems.stream().filter(problem -> !problem.isError()).toList();
    }

    /** The rule of a name, whether it is used or not, or null. */
    public @Nullable LoadedRule rule(String name) {
        for (LoadedRule rule : all) {
            if (rule.rule().name().equals(name)) {
                return rule;
            }
        }
        return null;
    }
}
