// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of a capture that is at hand, as one run of bytes; {@link #need} moves it along. The
 * fields are read directly by the block reader, which is where the speed of a replay is decided.
 *
 * <p>Bytes from {@link #at} to {@link #end} are valid until the next {@link #need}. Memory is
 * bounded by what is asked for, and grows only with bytes that are really there.
 */
final class Window implements Closeable {
    byte[] bytes;
    int at;
    int end;

    private final Feed feed;
    private @Nullable ReadAhead readAhead;

    /** The chunk that {@link #bytes} is of; null while a longer run was put together. */
    private @Nullable Chunk current;

    private @Nullable Chunk spare;
    private int fullChunks;
    private boolean finished;
    private @Nullable String complaint;
    private @Nullable IOException failure;

    /** The capture's offset of {@code bytes[0]}; negative while the first chunk is read. */
    private long base;

    Window(Feed feed) {
        this(feed, 0);
    }

    /**
     * @param offset the capture's offset of the feed's first byte
     */
    Window(Feed feed, long offset) {
        this.feed = feed;
        Chunk first = new Chunk();
        this.current = first;
        this.bytes = first.bytes;
        this.at = Chunk.HEADROOM;
        this.end = Chunk.HEADROOM;
        this.base = offset - Chunk.HEADROOM;
    }

    /** Where {@link #at} is in the capture, uncompressed. */
    long offset() {
        return base + at;
    }

    /** The capture's offset of a place in {@link #bytes}. */
    long offset(int place) {
        return base + place;
    }

    /** Moves on by so many bytes; false where there are fewer. */
    boolean skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (at == end && !need(1)) {
                return false;
            }
            int step = (int) Math.min(left, end - at);
            at += step;
            left -= step;
        }
        return true;
    }

    int available() {
        return end - at;
    }

    /** What was wrong with the stream where it ended, such as compressed data that breaks off. */
    @Nullable String complaint() {
        return complaint;
    }

    /**
     * Makes {@code count} bytes available at {@link #at}, which may move.
     *
     * @return whether there are so many; if not, those left over stay available
     */
    boolean need(int count) throws IOException {
        while (end - at < count) {
            if (finished) {
                if (failure != null) {
                    throw failure;
                }
                return false;
            }
            append(nextChunk());
        }
        return true;
    }

    private Chunk nextChunk() throws IOException {
        Chunk chunk;
        if (readAhead != null) {
            chunk = readAhead.take();
        } else {
            chunk = spare != null ? spare : new Chunk();
            spare = null;
            chunk.reset();
            try {
                feed.fill(chunk);
            } catch (IOException e) {
                chunk.failure = e;
                chunk.last = true;
            }
            fullChunks += chunk.isFull() ? 1 : 0;
        }
        finished = chunk.last;
        complaint = chunk.complaint;
        failure = chunk.failure;
        return chunk;
    }

    private void append(Chunk chunk) {
        int rest = end - at;
        int added = chunk.end - Chunk.HEADROOM;
        Chunk done;
        if (rest <= Chunk.HEADROOM) {
            int start = Chunk.HEADROOM - rest;
            System.arraycopy(bytes, at, chunk.bytes, start, rest);
            base += at - start;
            at = start;
            end = chunk.end;
            bytes = chunk.bytes;
            done = current;
            current = chunk;
        } else {
            if (current != null || bytes.length - end < added) {
                bytes = Arrays.copyOfRange(bytes, at, at + Math.max(2 * rest, rest + added));
                base += at;
                at = 0;
                end = rest;
            }
            System.arraycopy(chunk.bytes, Chunk.HEADROOM, bytes, end, added);
            end += added;
            if (current != null) {
                release(current);
                current = null;
            }
            done = chunk;
        }
        if (done != null) {
            release(done);
        }
    }

    private void release(Chunk chunk) {
        if (readAhead != null) {
            readAhead.giveBack(chunk);
        } else if (fullChunks >= 2 && !finished) {
            readAhead = new ReadAhead(feed, chunk);
        } else if (spare == null) {
            spare = chunk;
        }
    }

    @Override
    public void close() throws IOException {
        if (readAhead != null) {
            readAhead.close();
        } else {
            feed.close();
        }
    }
}
