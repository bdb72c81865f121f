// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.Closeable;
import java.util.Arrays;

/**
 * Makes of a piece what can be unpacked without the pieces before it. Used by one thread at a time.
 */
abstract class PieceCompressor implements Closeable {
    /** What the last piece has become, from the start of this array on. */
    byte[] packed = new byte[256 * 1024];

    /** Compresses a piece to {@link #packed} and returns its size. */
    abstract int compress(byte[] bytes, int count);

    /** Room for so many bytes, with what is there. */
    final void ensure(int size) {
        if (packed.length < size) {
            packed = Arrays.copyOf(packed, Math.max(size, packed.length * 2));
        }
    }

    @Override
    public abstract void close();
}
