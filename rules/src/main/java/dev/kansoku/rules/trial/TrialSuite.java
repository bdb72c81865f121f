// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.rules.alert.Secrets;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadResult;
import dev.kansoku.rules.load.Problem;
import dev.kansoku.rules.load.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs files of tests, one after the other. Not thread-safe. */
public final class TrialSuite {
    /** How deep files of tests are looked for in a folder. */
    private static final int DEEPEST = 8;

    private final FieldCatalogue<EventContext> fields;
    private final TrialRunner runner;
    private final Map<List<Path>, LoadResult> loaded = new HashMap<>();

    /**
     * @param fields as text for people has them
     * @param typed as programs read them
     */
    public TrialSuite(FieldCatalogue<EventContext> fields, FieldCatalogue<EventContext> typed) {
        this.fields = fields;
        this.runner = new TrialRunner(fields, typed, Secrets.USUAL);
    }

    /** Runs files, and what lies in folders and below and ends with {@link TrialFile#ENDING}. */
    public TrialReport run(List<Path> filesOrFolders) {
        List<TrialReport.OfFile> reports = new ArrayList<>();
        for (Path path : filesOrFolders) {
            if (!Files.isDirectory(path)) {
                reports.add(file(path));
                continue;
            }
            try (Stream<Path> below = Files.walk(path, DEEPEST)) {
                below.filter(file -> file.toString().endsWith(TrialFile.ENDING))
                        .sorted()
                        .forEach(file -> reports.add(file(file)));
            } catch (IOException e) {
                reports.add(unreadable(path, e));
            }
        }
        return new TrialReport(reports);
    }

    private TrialReport.OfFile file(Path path) {
        TrialFile file;
        try {
            file = TrialReader.read(path);
        } catch (TrialException e) {
            return failed(path, List.of(e.where() + ": " + e.getMessage()));
        } catch (IOException e) {
            return unreadable(path, e);
        }
        LoadResult rules =
                loaded.computeIfAbsent(
                        file.rules(), of -> new RuleLoader(fields, LoadOptions.ALL).load(of));
        if (!rules.ok()) {
            return failed(path, rules.errors().stream().map(TrialSuite::told).toList());
        }
        return new TrialReport.OfFile(
                file.name(),
                file.trials().stream().map(trial -> runner.run(trial, rules.rules())).toList(),
                List.of());
    }

    private static TrialReport.OfFile unreadable(Path path, IOException e) {
        String reason = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
        return failed(path, List.of("it cannot be read: " + reason));
    }

    private static TrialReport.OfFile failed(Path path, List<String> problems) {
        return new TrialReport.OfFile(path.toString(), List.of(), problems);
    }

    private static String told(Problem problem) {
        return problem.where() + ": " + problem.code() + ": " + problem.message();
    }
}
