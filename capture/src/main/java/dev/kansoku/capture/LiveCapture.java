package dev.kansoku.capture;

import dev.kansoku.capture.bpf.EbpfSource;
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
        if (options.engine() == LiveOptions.Engine.PTRACE) {
            throw new CaptureException("this build has no ptrace engine");
        }
        return EbpfSource.open(options);
    }
}
