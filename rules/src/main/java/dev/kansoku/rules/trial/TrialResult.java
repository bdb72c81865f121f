// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import java.util.List;

/**
 * What came of a test.
 *
 * @param differences what is not as the test says, in words; none where it passed
 * @param alerts how many there were
 */
public record TrialResult(Trial trial, List<String> differences, int alerts) {
    public TrialResult {
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty();
    }
}
