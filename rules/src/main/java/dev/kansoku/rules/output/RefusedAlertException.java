// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;

/** A receiver will never take an alert: it is counted and left behind, and the next one sent. */
public final class RefusedAlertException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedAlertException(String message) {
        super(message);
    }
}
