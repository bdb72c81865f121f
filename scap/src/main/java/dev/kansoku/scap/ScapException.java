// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;

/**
 * A file is not a capture, or cannot be read further; the message names the file and the offset.
 */
public final class ScapException extends IOException {
    private static final long serialVersionUID = 1L;

    public ScapException(String message) {
        super(message);
    }
}
