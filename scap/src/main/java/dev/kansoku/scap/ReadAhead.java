package dev.kansoku.scap;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;

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
        try {
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
            feed.close();
        } catch (InterruptedException e) {
            closeQuietly();
        } catch (IOException e) {
            // Everything was read: a failure to close loses nothing.
            Thread.currentThread().interrupt();
        }
    }

    private void closeQuietly() {
        try {
            feed.close();
        } catch (IOException e) {
            // The reader has gone: nobody is left to be told.
            Thread.currentThread().interrupt();
        }
    }

    /** The next chunk; never called again after the one marked as the last. */
    Chunk take() throws IOException {
        try {
            return filled.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while waiting for the capture");
        }
    }

    void giveBack(Chunk chunk) {
        free.add(chunk);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
