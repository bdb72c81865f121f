// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a report was given, by the names of its arguments. */
final class ReportArguments {
    private final ReportDefinition definition;
    private final Map<String, String> values = new HashMap<>();

    ReportArguments(ReportDefinition definition, List<String> given) throws ReportException {
        this.definition = definition;
        List<ReportArgument> arguments = definition.arguments();
        if (given.size() > arguments.size()) {
            throw new ReportException(
                    "report "
                            + definition.name()
                            + " takes "
                            + (arguments.isEmpty() ? "no" : "at most " + arguments.size())
                            + " arguments, not \""
                            + given.getLast()
                            + "\" too");
        }
        for (int i = 0; i < arguments.size(); i++) {
            ReportArgument argument = arguments.get(i);
            if (i < given.size()) {
                values.put(argument.name(), given.get(i));
            } else if (argument.required()) {
                throw new ReportException(
                        "report "
                                + definition.name()
                                + " needs "
                                + argument.name()
                                + ": "
                                + argument.description());
            }
        }
    }

    @Nullable String value(String name) {
        return values.get(name);
    }

    String required(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(definition.name() + " declares no argument " + name);
        }
        return value;
    }

    /** A number that is not negative; the default where it was not given. */
    double number(String name, double otherwise) throws ReportException {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ReportException(wrong(name, "a number", text));
        }
        throw new ReportException(wrong(name, "a number that is not negative", text));
    }

    ReportException wrong(String name, String wanted) {
        return new ReportException(wrong(name, wanted, values.getOrDefault(name, "")));
    }

    private String wrong(String name, String wanted, String text) {
        return "report "
                + definition.name()
                + ": "
                + name
                + " is "
                + wanted
                + ", not \""
                + text
                + "\"";
    }
}
