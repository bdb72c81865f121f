// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import java.nio.file.Path;
import java.util.List;

/**
 * A file of tests.
 *
 * @param name as the user wrote it
 * @param rules the rule files and folders that its tests are of, {@code starter} for those that
 *     Kansoku brings along
 */
public record TrialFile(String name, List<Path> rules, List<Trial> trials) {
    /** How the names of such files end. */
    public static final String ENDING = ".test.yaml";

    public TrialFile {
        rules = List.copyOf(rules);
        trials = List.copyOf(trials);
    }
}
