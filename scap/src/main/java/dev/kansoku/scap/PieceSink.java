// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.Closeable;
import java.io.IOException;

/** Takes a capture in pieces of whole blocks. Used by one thread. */
interface PieceSink extends Closeable {
    /**
     * Takes a piece, which need not have reached the file when this returns.
     *
     * @return another array to go on with, of any content
     */
    byte[] write(byte[] bytes, int count) throws IOException;

    /** Waits until every piece has reached the file. */
    void flush() throws IOException;

    /** Bytes that have reached the file; any thread may ask. */
    long bytesWritten();

    /** Pieces as they are, written by the thread that hands them over. */
    final class Plain implements PieceSink {
        private final PieceTarget target;

        Plain(PieceTarget target) {
            this.target = target;
        }

        @Override
        public byte[] write(byte[] bytes, int count) throws IOException {
            target.write(bytes, count);
            return bytes;
        }

        @Override
        public void flush() throws IOException {
            target.flush();
        }

        @Override
        public long bytesWritten() {
            return target.bytesWritten();
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }
}
