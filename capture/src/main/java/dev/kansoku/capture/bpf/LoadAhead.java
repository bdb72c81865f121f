// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.ffi.SystemCallException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Programs while they are loaded on a thread of their own: the kernel checks them for tenths of a
 * second, in which others have something to do. For one thread besides.
 */
final class LoadAhead<T extends Held.Part> implements AutoCloseable {
    private final CompletableFuture<T> loaded = new CompletableFuture<>();
    private boolean taken;

    /** Begins to load. */
    LoadAhead(Callable<T> load) {
        Thread.ofPlatform().daemon().name("kansoku-load").start(() -> run(load));
    }

    private void run(Callable<T> load) {
        try {
            loaded.complete(load.call());
        } catch (Exception | Error e) {
            loaded.completeExceptionally(e);
        }
    }

    /**
     * Waits until they are loaded; whoever takes them closes them.
     *
     * @throws CaptureException where the kernel refused them
     */
    T take() throws CaptureException, SystemCallException {
        T programs = get();
        taken = true;
        return programs;
    }

    /** Waits until they are loaded; {@link #close} closes them. */
    T get() throws CaptureException, SystemCallException {
        try {
            return loaded.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case CaptureException refused -> throw refused;
                case SystemCallException refused -> throw refused;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Closes what nobody took, as soon as it is loaded; does not wait for that. */
    @Override
    public void close() {
        if (!taken) {
            loaded.thenAccept(Held.Part::close);
        }
    }
}
