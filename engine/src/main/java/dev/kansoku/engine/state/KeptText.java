// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that threads share, counted by a {@link TextPool}. Who keeps one has taken it from the pool
 * and gives it back. Immutable as far as can be seen.
 */
class KeptText {
    static final KeptText EMPTY = new KeptText(Bytes.EMPTY);

    /** What stands for a text that could not be had. */
    static final KeptText NOT_AVAILABLE = new KeptText(Bytes.NOT_AVAILABLE);

    final byte[] bytes;

    /** How many keep this, 0 for a text of no pool. */
    int users;

    int hash;

    /** The next in the same bucket of the pool. */
    @Nullable KeptText next;

    KeptText(byte[] bytes) {
        this.bytes = bytes;
    }
}
