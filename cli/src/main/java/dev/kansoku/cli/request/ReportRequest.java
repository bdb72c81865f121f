// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.ReportWords;
import dev.kansoku.cli.option.ScriptReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report that is asked for.
 *
 * @param name such as {@code topfiles_bytes}
 * @param arguments what it was given
 * @param script what makes it, null for a built-in one
 */
public record ReportRequest(String name, List<String> arguments, @Nullable ScriptFile script) {
    public ReportRequest {
        arguments = List.copyOf(arguments);
    }

    /** A built-in report. */
    public ReportRequest(String name, List<String> arguments) {
        this(name, arguments, null);
    }

    /** The reports that were asked for. */
    public static List<ReportRequest> all(Arguments arguments) {
        List<ReportRequest> requests = new ArrayList<>();
        for (String value : arguments.all(ReportWords.OPTION)) {
            List<String> words = ReportWords.split(value);
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

    /** How much of a buffer the reports that were asked for show, where nobody says otherwise. */
    static int snaplen(Arguments arguments, int usual) throws UsageException {
        int most = usual;
        for (ReportRequest report : all(arguments)) {
            // A script says it when it runs.
            String bytes =
                    report.script() != null
                            ? null
                            : ReportWords.find(report.name()).properties().get("snaplen");
            most = bytes == null ? most : Math.max(most, Integer.parseInt(bytes));
        }
        return most;
    }
}
