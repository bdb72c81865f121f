// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

/** An item is wrong, and nothing can be made of it. */
final class LoadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    LoadException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
