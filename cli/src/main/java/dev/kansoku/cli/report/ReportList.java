// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.report;

import dev.kansoku.cli.console.Columns;
import dev.kansoku.cli.console.JsonObject;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.ReportWords;
import dev.kansoku.cli.option.ScriptReader;
import dev.kansoku.lua.ChiselArgument;
import dev.kansoku.lua.ChiselDescription;
import dev.kansoku.report.Explanation;
import dev.kansoku.report.ReportArgument;
import dev.kansoku.report.ReportDefinition;
import dev.kansoku.report.ReportTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code -cl} and {@code -i} print. */
public final class ReportList {
    private ReportList() {}

    /**
     * All reports by category, or everything about the one of a name.
     *
     * @param json whether as one JSON object a line
     */
    public static String of(@Nullable String name, boolean json) throws UsageException {
        if (name != null) {
            Path script = ScriptReader.find(name);
            if (script != null) {
                return script(ScriptReader.describe(script, false), json);
            }
            ReportDefinition report = ReportWords.find(name);
            return json ? json(report) + "\n" : block(report);
        }
        List<ReportDefinition> all = ReportTable.builtIn().all();
        if (json) {
            StringBuilder lines = new StringBuilder();
            all.forEach(report -> lines.append(json(report)).append('\n'));
            ScriptReader.listed().forEach(script -> lines.append(script(script, true)));
            return lines.toString();
        }
        StringBuilder text = new StringBuilder();
        for (String category :
                all.stream().map(ReportDefinition::category).distinct().sorted().toList()) {
            text.append(text.isEmpty() ? "" : "\n").append(category).append(":\n");
            Columns columns = new Columns("  ");
            all.stream()
                    .filter(report -> report.category().equals(category))
                    .forEach(report -> columns.add(report.name(), report.summary()));
            text.append(columns);
        }
        List<ChiselDescription> scripts = ScriptReader.listed();
        if (!scripts.isEmpty()) {
            Columns columns = new Columns("  ");
            scripts.forEach(
                    script -> columns.add(Printable.line(script.name()), firstWords(script)));
            text.append("\nScripts:\n").append(columns);
        }
        return text.append(
                        "\n"
                                + "kansoku -i NAME says more of one; kansoku -c NAME [ARGUMENT...]"
                                + " makes it.\n")
                .toString();
    }

    private static String firstWords(ChiselDescription script) {
        return Printable.line(script.summary().isEmpty() ? script.description() : script.summary());
    }

    /** What a call of a name does. */
    public static String words(String name) throws UsageException {
        String words = Explanation.ofCall(name);
        if (words == null) {
            throw new UsageException(
                    "nothing is known of \""
                            + name
                            + "\": kansoku report explain takes a call such as openat, and with -r"
                            + " the number of an event");
        }
        return name + ": " + words + "\n";
    }

    private static String script(ChiselDescription script, boolean json) {
        StringBuilder names = new StringBuilder();
        Columns columns = new Columns("    ");
        columns.add("category", script.category());
        columns.add("description", script.description());
        for (ChiselArgument argument : script.arguments()) {
            names.append(names.isEmpty() ? "" : " ")
                    .append(argument.optional() ? "[" + argument.name() + "]" : argument.name());
            columns.add(
                    "argument",
                    argument.name()
                            + " ("
                            + argument.type()
                            + (argument.optional() ? ", optional): " : "): ")
                            + argument.description());
        }
        if (!json) {
            return Printable.line(script.name()) + "\n" + columns;
        }
        return new JsonObject()
                        .put("name", script.name())
                        .put("category", script.category())
                        .put("summary", script.summary())
                        .put("description", script.description())
                        .put("arguments", names.toString())
                + "\n";
    }

    private static String block(ReportDefinition report) {
        Columns columns = new Columns("    ");
        columns.add("category", report.category());
        columns.add("description", report.description());
        String filter = report.properties().get("filter");
        if (filter != null) {
            columns.add("filter", filter);
        }
        for (ReportArgument argument : report.arguments()) {
            columns.add(
                    "argument",
                    argument.name()
                            + " ("
                            + lower(argument.kind())
                            + (argument.required() ? "): " : ", optional): ")
                            + argument.description());
        }
        return report.name() + "\n" + columns;
    }

    private static JsonObject json(ReportDefinition report) {
        StringBuilder arguments = new StringBuilder();
        for (ReportArgument argument : report.arguments()) {
            arguments
                    .append(arguments.isEmpty() ? "" : " ")
                    .append(argument.required() ? "" : "[")
                    .append(argument.name())
                    .append(argument.required() ? "" : "]");
        }
        return new JsonObject()
                .put("name", report.name())
                .put("category", report.category())
                .put("summary", report.summary())
                .put("description", report.description())
                .put("arguments", arguments.toString());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
