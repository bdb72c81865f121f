// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.ReportWords;
import dev.kansoku.cli.option.ScriptReader;
import dev.kansoku.cli.request.CapturePart;
import dev.kansoku.cli.request.ReportRequest;
import dev.kansoku.cli.request.WrittenFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is asked for about reports, and the reports that are runs of their own. */
final class ReportReader {
    /** The option that says more of one report. */
    static final String DESCRIPTION = "describe-report";

    /** Milliseconds before and after an event, where nobody says. */
    private static final long DEFAULT_RANGE = 1000;

    private ReportReader() {}

    /** What is asked for about reports rather than of them; null where it is nothing. */
    static @Nullable Request about(Arguments arguments) throws UsageException {
        boolean json = arguments.has("json");
        if (arguments.has(DESCRIPTION)) {
            String name = arguments.all(DESCRIPTION).getFirst();
            return new Request.Reports(
                    ScriptReader.find(name) == null ? ReportWords.find(name).name() : name, json);
        }
        boolean verb = arguments.words().equals(List.of(ReportWords.OPTION));
        return verb || arguments.all(ReportWords.OPTION).contains(ReportWords.LIST)
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
        List<ReportRequest> reports = ReportRequest.all(arguments);
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
                            CapturePart.read(given.get(0)),
                            CapturePart.read(given.get(1)),
                            filter,
                            arguments.has("json"));
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
}
