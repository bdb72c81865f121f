// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a compressed stream, a buffer at a time, and where in the stream they are. */
final class PackedInput implements Closeable {
    static final int SIZE = 64 * 1024;

    /** So many bytes before {@link #at} are always there, and can be given back. */
    static final int KEPT = 8;

    final byte[] bytes = new byte[KEPT + SIZE];
    int at = KEPT;
    int end;

    private final InputStream in;

    /** The stream's offset of {@code bytes[0]}. */
    private long base;

    /**
     * @param head what was read of the stream before, at most {@link #SIZE} bytes
     */
    PackedInput(InputStream in, byte[] head) {
        this(in, head, 0);
    }

    /**
     * @param offset where in the stream {@code head} begins
     */
    PackedInput(InputStream in, byte[] head, long offset) {
        this.in = in;
        System.arraycopy(head, 0, bytes, KEPT, head.length);
        this.end = KEPT + head.length;
        this.base = offset - KEPT;
    }

    /** Where {@link #at} is in the stream. */
    long offset() {
        return base + at;
    }

    /** Whether to read on would mean to wait. */
    boolean isDry() throws IOException {
        return at == end && in.available() == 0;
    }

    /** How many bytes can be taken without waiting. */
    long available() throws IOException {
        return (long) end - at + in.available();
    }

    /** Reads on, behind all that was taken; false at the stream's end. */
    boolean more() throws IOException {
        base += end - KEPT;
        System.arraycopy(bytes, end - KEPT, bytes, 0, KEPT);
        int read = in.read(bytes, KEPT, SIZE);
        at = KEPT;
        end = KEPT + Math.max(read, 0);
        return read > 0;
    }

    /** The next byte, -1 at the stream's end. */
    int next() throws IOException {
        return at < end || more() ? bytes[at++] & 0xff : -1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
