// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.rules.Place;

/** A file of tests that says something that cannot be. */
public final class TrialException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Place where;

    TrialException(Place where, String message) {
        super(message);
        this.where = where;
    }

    /** Where in the file. */
    public Place where() {
        return where;
    }
}
