// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compresses pieces on threads of its own while the next ones are put together, and writes them in
 * the order in which they came. Where compression is slower than its caller, the caller waits: at
 * most {@value #SPARE} pieces more than there are threads are in memory.
 *
 * <p>A piece that could not be written ends the capture: those behind it are dropped, and the
 * failure is thrown by every later call.
 */
final class ParallelSink implements PieceSink {
    private static final int SPARE = 2;
    private static final int MOST_WORKERS = 4;

    private final PieceTarget target;
    private final Thread[] workers;

    // all below is guarded by this object's monitor
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private long handedOver;
    private long settled;
    private boolean closed;
    private @Nullable IOException failure;

    private record Piece(long number, byte[] bytes, int count) {}

    /**
     * @param compressors makes one compressor for each thread
     */
    ParallelSink(PieceTarget target, Supplier<PieceCompressor> compressors) {
        this(target, compressors, workersHere());
    }

    ParallelSink(PieceTarget target, Supplier<PieceCompressor> compressors, int count) {
        this.target = target;
        this.workers = new Thread[count];
        for (int i = 0; i < count; i++) {
            PieceCompressor compressor = compressors.get();
            workers[i] =
                    Thread.ofPlatform()
                            .daemon()
                            .name("kansoku-compress-" + i)
                            .start(() -> work(compressor));
        }
    }

    private static int workersHere() {
        return Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public synchronized byte[] write(byte[] bytes, int count) throws IOException {
        while (failure == null && handedOver - settled >= workers.length + SPARE) {
            await();
        }
        check();
        waiting.add(new Piece(handedOver++, bytes, count));
        notifyAll();
        byte[] next = free.poll();
        return next == null ? new byte[bytes.length] : next;
    }

    private void work(PieceCompressor compressor) {
        try (compressor) {
            for (Piece piece = take(); piece != null; piece = take()) {
                compressAndWrite(piece, compressor);
            }
        } catch (InterruptedException e) {
            fail(new InterruptedIOException("interrupted while it was compressed"));
        } catch (RuntimeException | Error e) {
            fail(new IOException("the compression failed: " + e, e));
        }
    }

    /** The next piece, null when there are no more. */
    private synchronized @Nullable Piece take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return waiting.poll();
    }

    private void compressAndWrite(Piece piece, PieceCompressor compressor)
            throws InterruptedException {
        int size = compressor.compress(piece.bytes, piece.count);
        synchronized (this) {
            while (settled != piece.number && failure == null) {
                wait();
            }
            if (failure != null) {
                return;
            }
        }
        // it is this piece's turn, and no other thread writes
        try {
            target.write(compressor.packed, size);
        } catch (IOException e) {
            fail(e);
            return;
        }
        synchronized (this) {
            settled++;
            free.add(piece.bytes);
            notifyAll();
        }
    }

    private synchronized void fail(IOException e) {
        if (failure == null) {
            failure = e;
        }
        waiting.clear();
        notifyAll();
    }

    private void await() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it was written");
        }
    }

    private void check() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (this) {
            while (settled < handedOver && failure == null) {
                await();
            }
            check();
        }
        target.flush();
    }

    @Override
    public long bytesWritten() {
        return target.bytesWritten();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            target.close();
        }
    }
}
