// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.io.IOException;
import java.util.OptionalInt;

/** A live capture cannot start or go on; the message says what is missing and what to grant. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int NONE = -1;

    private final int exitStatus;

    public CaptureException(String message) {
        super(message);
        this.exitStatus = NONE;
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
        this.exitStatus = NONE;
    }

    /** The command cannot be run. */
    public CaptureException(String message, int exitStatus) {
        super(message);
        this.exitStatus = exitStatus;
    }

    /** The command cannot be run. */
    public CaptureException(String message, int exitStatus, Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /**
     * Where it is the command that cannot be run: what a shell would exit with, 127 for one that is
     * not there and 126 for one that cannot be executed.
     */
    public OptionalInt exitStatus() {
        return exitStatus == NONE ? OptionalInt.empty() : OptionalInt.of(exitStatus);
    }
}
