// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.Closeable;
import java.io.IOException;

/** Where chunks get their bytes from. Used by one thread at a time. */
interface Feed extends Closeable {
    /** The complaint of a compressed stream that ends before it is complete. */
    String BREAKS_OFF = "the compressed data breaks off";

    /**
     * Fills a chunk that was reset, with at least one byte unless it is marked as the last. It
     * blocks only until there is something to deliver.
     */
    void fill(Chunk chunk) throws IOException;
}
