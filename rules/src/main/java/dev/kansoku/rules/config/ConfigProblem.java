// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import dev.kansoku.rules.Place;

/**
 * A mistake in a configuration.
 *
 * @param where it stands; the file's name is that of an override where it stands in one
 * @param message what is wrong and what to do
 * @param snippet the line with carets below the mistake, without a line end behind
 */
public record ConfigProblem(Place where, String message, String snippet) {
    static ConfigProblem at(Spot spot, String message) {
        return new ConfigProblem(spot.place(), message, spot.snippet());
    }

    /** As it is told: place, message, and below it the snippet. */
    public String text() {
        return where + ": " + message + (snippet.isBlank() ? "" : "\n" + snippet);
    }
}
