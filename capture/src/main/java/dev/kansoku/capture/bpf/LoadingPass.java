// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.ffi.SystemCallException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The iterator programs while they are loaded beside those of events: the kernel checks both for
 * tens of milliseconds, on a CPU each where there are two.
 */
final class LoadingPass implements AutoCloseable {
    private final FutureTask<StartPass> task = new FutureTask<>(StartPass::load);

    LoadingPass() {
        Thread.ofPlatform().daemon().name("kansoku-start").start(task);
    }

    /**
     * The loaded programs, or null where the kernel has no such.
     *
     * @param notes is told what comes from /proc instead, and why
     */
    @Nullable StartPass pass(Consumer<String> notes) {
        try {
            StartPass pass = loaded();
            if (pass.refusal() != null) {
                notes.accept("arguments of running processes come from /proc: " + pass.refusal());
            }
            return pass;
        } catch (CaptureException | SystemCallException e) {
            notes.accept("running processes are looked up in /proc: " + e.getMessage());
            return null;
        }
    }

    private StartPass loaded() throws CaptureException, SystemCallException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case CaptureException refused -> throw refused;
                case SystemCallException refused -> throw refused;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        try {
            loaded().close();
        } catch (CaptureException | SystemCallException e) {
            return; // nothing was loaded
        }
    }
}
