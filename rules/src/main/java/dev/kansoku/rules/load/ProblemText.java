// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.load.Problem.Location;
import java.util.List;
import java.util.stream.Collectors;

/** Problems for people: where, what, the line with a mark below, and what to do. */
public final class ProblemText {
    private ProblemText() {}

    /** One problem, in lines, with a newline at the end. */
    public static String of(Problem problem) {
        StringBuilder text = new StringBuilder();
        Location item = problem.item();
        text.append(printable(problem.where().toString()))
                .append(": ")
                .append(problem.isError() ? "error: " : "warning: ");
        if (item.type() != ItemType.CONTENT) {
            text.append(item.type().text())
                    .append(item.name().isEmpty() ? "" : " \"" + printable(item.name()) + "\"")
                    .append(": ");
        }
        text.append(printable(problem.message()))
                .append(" [")
                .append(problem.code().text())
                .append("]\n");
        if (!problem.snippet().line().isBlank()) {
            problem.snippet()
                    .marked()
                    .lines()
                    .forEach(line -> text.append("    ").append(line).append('\n'));
        }
        if (problem.hint() != null) {
            text.append("  ").append(printable(problem.hint())).append('\n');
        }
        return text.toString();
    }

    /** All problems, one behind the other. */
    public static String of(List<Problem> problems) {
        return problems.stream().map(ProblemText::of).collect(Collectors.joining());
    }

    /** With nothing that would steer a terminal. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder(text);
        for (int i = 0; i < shown.length(); i++) {
            if (Snippet.steers(shown.charAt(i))) {
                shown.setCharAt(i, '?');
            }
        }
        return shown.toString();
    }
}
