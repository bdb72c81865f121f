package dev.kansoku.capture;

import dev.kansoku.capture.bpf.EbpfSource;
import dev.kansoku.capture.ptrace.PtraceSource;
import java.util.function.Consumer;

/** Opens a live capture. */
public final class LiveCapture {
    private LiveCapture() {}

    /**
     * Attaches, starts the command if there is one, and delivers events from then on.
     *
     * @param notes takes lines for the user, such as why ptrace observes instead of eBPF
     * @throws CaptureException where it cannot start; the message says what to grant
     */
    public static LiveSource open(LiveOptions options, Consumer<String> notes)
            throws CaptureException {
        return switch (options.engine()) {
            case EBPF -> EbpfSource.open(options, notes);
            case PTRACE -> PtraceSource.open(options, notes);
            case AUTO -> whatCanBeHad(options, notes);
        };
    }

    private static LiveSource whatCanBeHad(LiveOptions options, Consumer<String> notes)
            throws CaptureException {
        try {
            return EbpfSource.open(options, notes);
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
