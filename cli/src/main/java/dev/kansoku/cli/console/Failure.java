// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

/** Kansoku cannot do what it was asked to; the message is for the user. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    public Failure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** One of {@link ExitStatus}. */
    public int status() {
        return status;
    }
}
