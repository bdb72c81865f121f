// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import java.io.IOException;
import java.io.PrintStream;

/** Output cannot be written. */
public final class OutputException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String READER_GONE = "Broken pipe";

    public OutputException(String name, IOException cause) {
        super(name + ": " + cause.getMessage(), cause);
    }

    /** Whether a reader such as {@code head} has had enough, which is no fault. */
    boolean isReaderGone() {
        Throwable cause = getCause();
        return cause != null && READER_GONE.equals(cause.getMessage());
    }

    /** Tells the user, where it is a fault, and answers with the exit status. */
    public int report(PrintStream notes) {
        if (isReaderGone()) {
            return ExitStatus.SUCCESS;
        }
        notes.println("kansoku: " + Printable.line(getMessage()));
        return ExitStatus.FAILURE;
    }
}
