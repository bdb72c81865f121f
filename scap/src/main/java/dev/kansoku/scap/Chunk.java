// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A recycled piece of a capture's bytes. The room in front takes what was left over of the chunk
 * before, so that a block across the seam lies in one run without the whole chunk being moved.
 */
final class Chunk {
    /** Where a feed's bytes begin. */
    static final int HEADROOM = 64 * 1024;

    static final int CAPACITY = 512 * 1024;

    final byte[] bytes = new byte[HEADROOM + CAPACITY];

    /** Behind the last byte. */
    int end = HEADROOM;

    /** Whether the feed has no more after this chunk. */
    boolean last;

    /** What is wrong behind this chunk's bytes, such as a compressed stream that breaks off. */
    @Nullable String complaint;

    /** Set where reading failed behind this chunk's bytes. */
    @Nullable IOException failure;

    void reset() {
        end = HEADROOM;
        last = false;
        complaint = null;
        failure = null;
    }

    boolean isFull() {
        return end == bytes.length;
    }
}
