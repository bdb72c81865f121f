// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

/** Kansoku cannot do what it was asked to; the message is for the user. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Failure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** One of {@link ExitStatus}. */
    int status() {
        return status;
    }
}
