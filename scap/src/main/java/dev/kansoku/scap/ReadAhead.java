// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Fills chunks on a thread of its own, so that reading and inflating go on while the chunk before
 * is decoded. There are {@link #CHUNKS} chunks in all, handed to and fro.
 */
final class ReadAhead implements Closeable {
    private static final int CHUNKS = 4;

    private final Feed feed;
    private final ArrayBlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final ArrayBlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final Thread thread;
    private volatile @Nullable IOException closeFailure;

    /** Starts reading; {@code given} is a chunk that the caller has no use for. */
    ReadAhead(Feed feed, Chunk given) {
        this.feed = feed;
        free.add(given);
        while (free.size() < CHUNKS - 1) {
            free.add(new Chunk());
        }
        thread = Thread.ofPlatform().daemon().name("capture read-ahead").start(this::run);
    }

    private void run() {
        try (feed) {
            boolean last = false;
            while (!last) {
                Chunk chunk = free.take();
                chunk.reset();
                try {
                    feed.fill(chunk);
                } catch (IOException e) {
                    chunk.failure = e;
                    chunk.last = true;
                }
                last = chunk.last;
                filled.put(chunk);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the reader was closed: nothing is left to do
        } catch (IOException e) {
            closeFailure = e;
        }
    }

    /** The next chunk; never called again after the one marked as the last. */
    Chunk take() throws IOException {
        try {
            return filled.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the capture");
        }
    }

    void giveBack(Chunk chunk) {
        free.add(chunk);
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        IOException failed = closeFailure;
        if (failed != null) {
            throw failed;
        }
    }
}
