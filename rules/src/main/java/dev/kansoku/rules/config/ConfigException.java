// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with all that is wrong with it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    ConfigException(List<ConfigProblem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    private static String text(List<ConfigProblem> problems) {
        return problems.stream().map(ConfigProblem::text).collect(Collectors.joining("\n"));
    }

    /** All that is wrong, for people. */
    public String text() {
        return text(problems);
    }

    /** At least one. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
