// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;

/**
 * A receiver is gone for good, such as whoever read standard output: nothing is ever sent to it
 * again.
 */
public final class GoneException extends IOException {
    private static final long serialVersionUID = 1L;

    public GoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
