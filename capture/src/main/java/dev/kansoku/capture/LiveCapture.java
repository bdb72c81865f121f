// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.capture.bpf.CheckRoom;
import dev.kansoku.capture.bpf.EbpfPrograms;
import dev.kansoku.capture.bpf.EbpfSource;
import dev.kansoku.capture.ptrace.PtraceSource;
import java.util.function.Consumer;

/** Opens a live capture. */
public final class LiveCapture {
    /** How many checks of a filter there is room for in the kernel. */
    public static final int MOST_CHECKS = CheckRoom.MOST;

    private LiveCapture() {}

    /** Of how many calls the checks find no room, so that all their events go on to Java. */
    public static int callsWithoutRoom(KernelFilter filter) {
        return CheckRoom.callsWithout(filter);
    }

    /**
     * Begins what takes longest and depends on the machine alone, on a thread of its own. For one
     * {@link #open}, after which it is closed.
     */
    public static Prepared prepare(LiveOptions.Engine engine) {
        return engine == LiveOptions.Engine.PTRACE ? () -> {} : EbpfPrograms.load();
    }

    /**
     * Attaches, starts the command if there is one, and delivers events from then on.
     *
     * @param notes takes lines for the user, such as why ptrace observes instead of eBPF
     * @throws CaptureException where it cannot start; the message says what to grant
     */
    public static LiveSource open(LiveOptions options, Consumer<String> notes)
            throws CaptureException {
        try (Prepared prepared = prepare(options.engine())) {
            return open(options, prepared, notes);
        }
    }

    /** The same with what was prepared for the engine of these options. */
    public static LiveSource open(LiveOptions options, Prepared prepared, Consumer<String> notes)
            throws CaptureException {
        if (!(prepared instanceof EbpfPrograms programs)) {
            return PtraceSource.open(options, notes);
        }
        return options.engine() == LiveOptions.Engine.EBPF
                ? EbpfSource.open(options, programs, notes)
                : whatCanBeHad(options, programs, notes);
    }

    private static LiveSource whatCanBeHad(
            LiveOptions options, EbpfPrograms programs, Consumer<String> notes)
            throws CaptureException {
        try {
            return EbpfSource.open(options, programs, notes);
        } catch (CaptureException e) {
            boolean ofProcesses = options.scope().isOfProcesses();
            if (e.exitStatus().isPresent() || !ofProcesses) {
                throw e;
            }
            notes.accept("ptrace observes, since " + e.getMessage());
            try {
                return PtraceSource.open(options, notes);
            } catch (CaptureException second) {
                if (second.exitStatus().isPresent()) {
                    throw second;
                }
                throw new CaptureException(second.getMessage() + "; " + e.getMessage(), second);
            }
        }
    }
}
