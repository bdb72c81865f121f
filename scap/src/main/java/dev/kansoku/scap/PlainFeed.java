// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a stream as they are, after those that were read to find out what it is. */
final class PlainFeed implements Feed {
    private final InputStream in;
    private final byte[] head;
    private int headTaken;

    PlainFeed(InputStream in, byte[] head) {
        this.in = in;
        this.head = head;
    }

    @Override
    public void fill(Chunk chunk) throws IOException {
        int fromHead = head.length - headTaken;
        System.arraycopy(head, headTaken, chunk.bytes, chunk.end, fromHead);
        headTaken = head.length;
        chunk.end += fromHead;
        int read = in.read(chunk.bytes, chunk.end, chunk.bytes.length - chunk.end);
        if (read < 0) {
            chunk.last = true;
        } else {
            chunk.end += read;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
