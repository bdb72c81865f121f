// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.FilterReader;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Macros;
import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.report.ReportArgument;
import dev.kansoku.report.ReportDefinition;
import dev.kansoku.report.ReportTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a report on a command line: {@code -c NAME} with the words behind it that are its
 * arguments. A required argument takes the next word; an optional one does unless it is an option
 * or all words from there on are a filter.
 */
public final class ReportWords {
    /** The option of a report, and the word that begins the same as a verb. */
    public static final String OPTION = "report";

    /** {@code -cl} asks for the list of reports. */
    public static final String LIST = "l";

    /** Between a report's name and its arguments in an option's value: no word has it. */
    private static final String SEPARATOR = "\0";

    private ReportWords() {}

    /** The value of the option: a name with as many words behind it as are its arguments. */
    static String value(String name, List<String> line, int at) throws UsageException {
        if (name.equals(LIST)) {
            return name;
        }
        StringBuilder value = new StringBuilder(name);
        Path script = ScriptReader.find(name);
        List<ReportArgument> declared =
                script == null
                        ? find(name).arguments()
                        : ScriptReader.arguments(
                                ScriptReader.describe(
                                        script, line.contains("--" + ScriptReader.OPTION)));
        for (String argument : arguments(name, declared, line, at)) {
            value.append(SEPARATOR).append(argument);
        }
        return value.toString();
    }

    /** How many words behind its name belong to a report. */
    static int taken(String value) {
        return split(value).size() - 1;
    }

    /** A report's name and its arguments, from the value of the option. */
    public static List<String> split(String value) {
        return List.of(value.split(SEPARATOR, -1));
    }

    /** The report of a name, or a word to which is nearest. */
    public static ReportDefinition find(String name) throws UsageException {
        ReportTable table = ReportTable.builtIn();
        ReportDefinition report = table.find(name);
        if (report == null) {
            String nearest =
                    Nearest.to(name, table.all().stream().map(ReportDefinition::name).toList());
            throw new UsageException(
                    "no report \""
                            + name
                            + "\""
                            + (nearest == null ? "" : "; did you mean " + nearest + "?")
                            + " (kansoku -cl lists them)");
        }
        return report;
    }

    private static List<String> arguments(
            String name, List<ReportArgument> declared, List<String> line, int at)
            throws UsageException {
        List<String> taken = new ArrayList<>();
        for (ReportArgument argument : declared) {
            int next = at + taken.size();
            boolean there = next < line.size() && !line.get(next).equals("--");
            if (argument.required()) {
                if (!there) {
                    throw new UsageException(
                            "report "
                                    + name
                                    + " needs "
                                    + argument.name()
                                    + ": "
                                    + argument.description());
                }
                taken.add(line.get(next));
            } else if (there
                    && !line.get(next).startsWith("-")
                    && (argument.kind() == ReportArgument.Kind.FILTER
                            || !isFilter(line.subList(next, line.size())))) {
                taken.add(line.get(next));
            } else {
                break;
            }
        }
        return taken;
    }

    /** Whether words up to the next option are a filter. */
    private static boolean isFilter(List<String> words) {
        List<String> filter = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("-")) {
                break;
            }
            filter.add(word);
        }
        try {
            new FilterReader<EventContext>(
                            new EngineFields(FieldOptions.text().withNames(false)), Macros.NONE)
                    .read(String.join(" ", filter));
            return true;
        } catch (FilterException e) {
            // What is no filter is an argument.
            return false;
        }
    }
}
