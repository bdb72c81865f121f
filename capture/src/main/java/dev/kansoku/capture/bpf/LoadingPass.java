// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.ffi.SystemCallException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The iterator programs while they are loaded beside those of events. */
final class LoadingPass implements AutoCloseable {
    private final LoadAhead<StartPass> ahead = new LoadAhead<>(StartPass::load);

    /**
     * The loaded programs, or null where the kernel has no such.
     *
     * @param notes is told what comes from /proc instead, and why
     */
    @Nullable StartPass pass(Consumer<String> notes) {
        try {
            StartPass pass = ahead.get();
            if (pass.refusal() != null) {
                notes.accept("arguments of running processes come from /proc: " + pass.refusal());
            }
            return pass;
        } catch (CaptureException | SystemCallException e) {
            notes.accept("running processes are looked up in /proc: " + e.getMessage());
            return null;
        }
    }

    @Override
    public void close() {
        ahead.close();
    }
}
