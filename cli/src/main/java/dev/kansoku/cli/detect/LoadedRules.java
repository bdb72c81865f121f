// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.print.AskedFields;
import dev.kansoku.cli.request.DetectRequest;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadResult;
import dev.kansoku.rules.load.Problem;
import dev.kansoku.rules.load.RuleLoader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of a run, from their files: what is wrong or doubtful in them is told. */
final class LoadedRules {
    /** How many hosts without addresses are named. */
    private static final int MOST_HOSTS = 8;

    private LoadedRules() {}

    /**
     * Loads what is asked for, and tells what is wrong and what is doubtful.
     *
     * @param quiet whether nothing is told but errors
     */
    static List<Rule> load(
            DetectRequest request,
            FieldCatalogue<EventContext> fields,
            boolean quiet,
            PrintStream notes)
            throws Failure {
        LoadOptions options =
                LoadOptions.ALL.with(request.choices()).withMinimum(request.minimum());
        LoadResult result =
                new RuleLoader(fields, options)
                        .load(request.rules().stream().map(Path::of).toList());
        if (!quiet) {
            result.warnings().forEach(problem -> tell(problem, notes));
            tellUnknownHosts(fields, notes);
        }
        result.errors().forEach(problem -> tell(problem, notes));
        if (!result.ok()) {
            Problem first = result.errors().getFirst();
            throw new Failure(
                    ExitStatus.USAGE,
                    Printable.line(
                            "no detection with rules that are wrong ("
                                    + first.where()
                                    + ": "
                                    + first.message()
                                    + "; kansoku rules check says all of it)"));
        }
        return result.rules();
    }

    private static void tellUnknownHosts(FieldCatalogue<EventContext> fields, PrintStream notes) {
        if (!(fields instanceof AskedFields<EventContext> asked)
                || !(asked.catalogue() instanceof EngineFields engine)
                || engine.unknownHosts().isEmpty()) {
            return;
        }
        Set<String> unknown = engine.unknownHosts();
        notes.println(
                "kansoku: "
                        + Printable.line(
                                "no address is known of hosts that rules name, so no event is of"
                                        + " them: "
                                        + unknown.stream()
                                                .limit(MOST_HOSTS)
                                                .collect(Collectors.joining(", "))
                                        + (unknown.size() > MOST_HOSTS ? ", ..." : "")));
    }

    private static void tell(Problem problem, PrintStream notes) {
        notes.println(
                "kansoku: "
                        + Printable.line(
                                problem.where()
                                        + ": "
                                        + problem.code().text()
                                        + ": "
                                        + problem.message()
                                        + (problem.hint() == null ? "" : "; " + problem.hint())));
        if (problem.isError()) {
            problem.snippet().marked().lines().forEach(line -> notes.println("    " + line));
        }
    }
}
