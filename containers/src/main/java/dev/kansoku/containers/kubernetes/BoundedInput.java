// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of objects of which none may be too large. */
final class BoundedInput extends FilterInputStream {
    /** The API itself refuses objects of more than about 1.5 MiB. */
    private static final long LARGEST_OBJECT = 8 << 20;

    private long left = LARGEST_OBJECT;

    BoundedInput(InputStream in) {
        super(in);
    }

    /** The next object begins; what was read ahead of it counts for the one before. */
    void nextObject() {
        left = LARGEST_OBJECT;
    }

    /** Ends reading, also where another thread waits for more. */
    void abandon() {
        try {
            in.close();
        } catch (IOException e) {
            // nobody wants the rest
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        if (count > 0) {
            left -= count;
            if (left < 0) {
                throw new IOException("an object of the answer is too large");
            }
        }
        return count;
    }
}
