package dev.kansoku.rules.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with all that is wrong with it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::text).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
