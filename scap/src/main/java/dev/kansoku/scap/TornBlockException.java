// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import org.jspecify.annotations.Nullable;

/** A start table cannot be read to its end; without a message where the capture itself ended. */
final class TornBlockException extends Exception {
    private static final long serialVersionUID = 1L;

    TornBlockException(@Nullable String message) {
        super(message, null, false, false);
    }
}
