// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

/**
 * The statuses that Kansoku ends with on its own account; others are those of the command it ran.
 */
public final class ExitStatus {
    public static final int SUCCESS = 0;

    /** A wrong option, filter or format. */
    public static final int USAGE = 2;

    /** Kansoku failed, or a capture could not be read to its end. */
    public static final int FAILURE = 125;

    public static final int COMMAND_NOT_EXECUTABLE = 126;
    public static final int COMMAND_NOT_FOUND = 127;

    private ExitStatus() {}
}
