// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

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
import org.jspecify.annotations.Nullable;

/**
 * Reads what a command line says of reports: {@code -c NAME} with the words behind it that are its
 * arguments. A required argument takes the next word; an optional one does unless it is an option
 * or all words from there on are a filter.
 */
final class ReportReader {
    /** The option of a report, and the word that begins the same as a verb. */
    static final String OPTION = "report";

    /** The option that says more of one report. */
    static final String DESCRIPTION = "describe-report";

    /** Milliseconds before and after an event, where nobody says. */
    private static final long DEFAULT_RANGE = 1000;

    /** {@code -cl} asks for the list of reports. */
    private static final String LIST = "l";

    /** Between a report's name and its arguments in an option's value: no word has it. */
    private static final String SEPARATOR = "\0";

    private ReportReader() {}

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
        return value.split(SEPARATOR, -1).length - 1;
    }

    /** What is asked for about reports rather than of them; null where it is nothing. */
    static @Nullable Request about(Arguments arguments) throws UsageException {
        boolean json = arguments.has("json");
        if (arguments.has(DESCRIPTION)) {
            String name = arguments.all(DESCRIPTION).getFirst();
            return new Request.Reports(
                    ScriptReader.find(name) == null ? find(name).name() : name, json);
        }
        boolean verb = arguments.words().equals(List.of(OPTION));
        return verb || arguments.all(OPTION).contains(LIST)
                ? new Request.Reports(null, json)
                : null;
    }

    /**
     * What is asked for under the name of a report but is a run of its own; null where it is
     * nothing.
     *
     * @param filter on the command line
     */
    static @Nullable Request beside(Arguments arguments, WrittenFilter filter)
            throws UsageException {
        List<ReportRequest> reports = read(arguments);
        for (ReportRequest report : reports) {
            List<String> given = report.arguments();
            switch (report.name()) {
                case "explain" -> {
                    String event = given.getFirst();
                    if (!arguments.has("read") && arguments.command() == null) {
                        return new Request.Words(event);
                    }
                }
                case "diff" -> {
                    alone(reports, "diff");
                    if (arguments.has("read")) {
                        throw new UsageException(
                                "report diff reads the two captures it is given, not that of -r");
                    }
                    return new Request.Difference(
                            given.get(0), given.get(1), filter, arguments.has("json"));
                }
                case "around" -> {
                    alone(reports, "around");
                    return around(arguments, filter, given);
                }
                default -> {
                    // A report like others.
                }
            }
        }
        return null;
    }

    private static Request around(Arguments arguments, WrittenFilter filter, List<String> given)
            throws UsageException {
        if (!arguments.has("read") || filter.isEmpty()) {
            throw new UsageException(
                    "report around records parts of a capture (-r) around what a filter finds");
        }
        long millis =
                given.size() > 1
                        ? Arguments.number("report around", given.get(1), 0, Integer.MAX_VALUE)
                        : DEFAULT_RANGE;
        return new Request.Around(arguments.all("read"), filter, given.getFirst(), millis);
    }

    private static void alone(List<ReportRequest> reports, String name) throws UsageException {
        if (reports.size() > 1) {
            throw new UsageException("report " + name + " cannot stand beside other reports");
        }
    }

    /** How much of a buffer the reports that were asked for show, where nobody says otherwise. */
    static int snaplen(Arguments arguments, int usual) throws UsageException {
        int most = usual;
        for (ReportRequest report : read(arguments)) {
            // A script says it when it runs.
            String bytes =
                    report.script() != null
                            ? null
                            : find(report.name()).properties().get("snaplen");
            most = bytes == null ? most : Math.max(most, Integer.parseInt(bytes));
        }
        return most;
    }

    /** The reports that were asked for. */
    static List<ReportRequest> read(Arguments arguments) {
        List<ReportRequest> requests = new ArrayList<>();
        for (String value : arguments.all(OPTION)) {
            List<String> words = List.of(value.split(SEPARATOR, -1));
            Path script = ScriptReader.find(words.getFirst());
            requests.add(
                    new ReportRequest(
                            words.getFirst(),
                            words.subList(1, words.size()),
                            script == null
                                    ? null
                                    : new ScriptFile(script, arguments.has(ScriptReader.OPTION))));
        }
        return requests;
    }

    /** The report of a name, or a word to which is nearest. */
    static ReportDefinition find(String name) throws UsageException {
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
