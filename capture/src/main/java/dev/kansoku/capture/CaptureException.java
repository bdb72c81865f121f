package dev.kansoku.capture;

import java.io.IOException;

/** A live capture cannot start or go on; the message says what is missing and what to grant. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
