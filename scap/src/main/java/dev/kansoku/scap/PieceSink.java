package dev.kansoku.scap;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Takes a capture in pieces of whole blocks. */
interface PieceSink extends Closeable {
    /** Writes a piece; the bytes are the caller's again when this returns. */
    void write(byte[] bytes, int count) throws IOException;

    /** Makes sure that every piece has reached the file. */
    void flush() throws IOException;

    /** Bytes that have reached the file. */
    long bytesWritten();

    /** Pieces as they are. */
    final class Plain implements PieceSink {
        private final OutputStream out;
        private long written;

        Plain(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(byte[] bytes, int count) throws IOException {
            out.write(bytes, 0, count);
            written += count;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public long bytesWritten() {
            return written;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
