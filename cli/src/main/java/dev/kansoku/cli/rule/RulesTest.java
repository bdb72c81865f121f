// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.rule;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.trial.TrialReport;
import dev.kansoku.rules.trial.TrialSuite;
import java.nio.file.Path;
import java.util.List;

/** {@code kansoku rules test}: runs tests that were written beside rules. */
public final class RulesTest {
    /** The status where a test fails, or there is none. */
    private static final int FAILED = 1;

    private RulesTest() {}

    /**
     * Runs files of tests, and those in folders.
     *
     * @return the status to end with
     */
    public static int run(List<Path> filesOrFolders, boolean json) throws OutputException {
        TrialSuite suite =
                new TrialSuite(
                        new EngineFields(FieldOptions.text().withNames(false)),
                        new EngineFields(FieldOptions.json().withNames(false)));
        TrialReport report = suite.run(filesOrFolders);
        Output.print((json ? report.json() : String.join("\n", report.lines())) + "\n");
        return report.good() ? ExitStatus.SUCCESS : FAILED;
    }
}
