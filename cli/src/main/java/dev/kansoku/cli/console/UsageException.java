// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

/**
 * The command line asks for something that there is not; the message says what, and what there is.
 */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
