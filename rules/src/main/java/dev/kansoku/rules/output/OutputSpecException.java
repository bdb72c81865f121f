// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import org.jspecify.annotations.Nullable;

/** An output that cannot be as the user wrote it. */
public final class OutputSpecException extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String key;

    /**
     * @param key of the setting that is wrong, null where it is the address
     */
    public OutputSpecException(@Nullable String key, String message) {
        super(message);
        this.key = key;
    }

    OutputSpecException(@Nullable String key, String message, Throwable cause) {
        super(message, cause);
        this.key = key;
    }

    /** The key of the setting that is wrong, null where it is the address or the whole. */
    public @Nullable String key() {
        return key;
    }
}
