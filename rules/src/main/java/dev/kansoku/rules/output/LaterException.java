// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.time.Duration;

/** A receiver is there and takes no alerts for a while. */
public final class LaterException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    /**
     * @param wait as the receiver wishes
     */
    public LaterException(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    public Duration delay() {
        return wait;
    }
}
