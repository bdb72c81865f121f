// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.LiveCapture;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.Prepared;
import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Printable;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the source of a live capture, and says which engine observes. */
public final class LiveOpening {
    private LiveOpening() {}

    /**
     * Opens it.
     *
     * @param note takes what the source has to say while it runs
     * @param notes is told which engine observes, or why not the first choice; null for nobody
     */
    public static LiveSource open(
            LiveOptions options,
            Prepared prepared,
            Consumer<String> note,
            @Nullable PrintStream notes)
            throws Failure {
        SourceNotes sourceNotes = new SourceNotes(note);
        try {
            LiveSource source = LiveCapture.open(options, prepared, sourceNotes);
            List<String> reasons = sourceNotes.start();
            if (notes != null) {
                boolean ebpf = source.engine() == LiveOptions.Engine.EBPF;
                String engine = "observing with " + (ebpf ? "eBPF" : "ptrace");
                notes.println(
                        "kansoku: "
                                + Printable.line(
                                        reasons.isEmpty() ? engine : String.join("; ", reasons)));
            }
            return source;
        } catch (CaptureException e) {
            throw new Failure(
                    e.exitStatus().orElse(ExitStatus.FAILURE), Printable.line(e.getMessage()));
        }
    }
}
