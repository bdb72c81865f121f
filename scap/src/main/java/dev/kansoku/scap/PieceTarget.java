// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where the pieces of a capture end up, one behind the other. Used by one thread at a time; {@link
 * #bytesWritten} may be asked by any.
 */
abstract class PieceTarget implements Closeable {
    private volatile long written;

    /** Writes a whole piece, or fails and leaves nothing of it behind where that is possible. */
    final void write(byte[] bytes, int count) throws IOException {
        append(bytes, count, written);
        written += count;
    }

    /**
     * @param offset where the piece begins
     */
    abstract void append(byte[] bytes, int count, long offset) throws IOException;

    abstract void flush() throws IOException;

    /** Bytes of whole pieces that were written. */
    final long bytesWritten() {
        return written;
    }

    /** A stream, from which nothing can be taken back. */
    static final class Stream extends PieceTarget {
        private final OutputStream out;

        Stream(OutputStream out) {
            this.out = out;
        }

        @Override
        void append(byte[] bytes, int count, long offset) throws IOException {
            out.write(bytes, 0, count);
        }

        @Override
        void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
