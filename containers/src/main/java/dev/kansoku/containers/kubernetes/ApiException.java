// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.io.IOException;

/** The API answered, but not with what it was asked for. */
final class ApiException extends IOException {
    private static final long serialVersionUID = 1L;

    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int GONE = 410;

    private final int status;
    private final long retryAfterMillis;

    ApiException(int status, long retryAfterMillis) {
        super("status " + status);
        this.status = status;
        this.retryAfterMillis = retryAfterMillis;
    }

    int status() {
        return status;
    }

    /** How long it wants to be left alone, 0 where it did not say. */
    long retryAfterMillis() {
        return retryAfterMillis;
    }
}
