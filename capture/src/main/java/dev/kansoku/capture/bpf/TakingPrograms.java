// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.ffi.SystemCallException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The programs that keep paths and addresses as the kernel takes them ({@code taking.h}): those
 * that watch functions of the kernel, or where it does not let them be watched the one on a
 * tracepoint.
 */
final class TakingPrograms {
    private static final List<String> WATCHING =
            List.of("text_taken", "connect_taken", "bind_taken", "send_taken");
    private static final String TRACING = "text_freed";

    /** All of them, which are attached here alone. */
    static final Set<String> NAMES =
            Set.of("text_taken", "connect_taken", "bind_taken", "send_taken", TRACING);

    private TakingPrograms() {}

    /**
     * Loads the programs that write events, with those that watch functions where the kernel can
     * have them.
     *
     * @param entries sizes of maps that differ from the source's
     */
    static Skeleton load(Map<String, Integer> entries)
            throws CaptureException, SystemCallException {
        try {
            return Skeleton.load("watching", entries);
        } catch (CaptureException e) {
            return loadTracing(entries, e);
        }
    }

    private static Skeleton loadTracing(Map<String, Integer> entries, CaptureException refused)
            throws CaptureException, SystemCallException {
        try {
            return Skeleton.load("events", entries);
        } catch (CaptureException e) {
            e.addSuppressed(refused);
            throw e;
        }
    }

    /**
     * Attaches what the kernel can have.
     *
     * @param notes is told where it can have none
     */
    static void attach(Skeleton skeleton, Consumer<String> notes) {
        if (!watches(skeleton)) {
            try {
                skeleton.attachRaw(TRACING, "kmem_cache_free");
            } catch (SystemCallException e) {
                notes.accept(
                        "paths are read when calls return, and evt.toctou is not known of them: "
                                + e.getMessage());
            }
        }
    }

    private static boolean watches(Skeleton skeleton) {
        if (!skeleton.programs().containsAll(WATCHING)) {
            return false;
        }
        try {
            for (String program : WATCHING) {
                skeleton.attach(program);
            }
            return true;
        } catch (SystemCallException e) {
            // arm64 has had what these need since kernel 6.4 only; the tracepoint does instead
            return false;
        }
    }
}
