// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.LiveCapture;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import java.util.function.Consumer;

/** The eBPF engine on the running kernel, where there are root and BPF. */
class EbpfLiveTest extends LiveContract {
    @Override
    LiveSource open(LiveOptions options) throws Exception {
        return openEbpf(options);
    }

    static LiveSource openEbpf(LiveOptions options) throws Exception {
        return openEbpf(options, System.out::println);
    }

    /**
     * The same.
     *
     * @param notes takes the lines for the user
     */
    static LiveSource openEbpf(LiveOptions options, Consumer<String> notes) throws Exception {
        try {
            return LiveCapture.open(options.withEngine(LiveOptions.Engine.EBPF), notes);
        } catch (CaptureException e) {
            // programs that a kernel refuses are a fault of theirs, not of the machine
            if (e.exitStatus().isEmpty()
                    && !e.getMessage().contains("refused the programs")
                    && !LabProgram.mustRun()) {
                LabProgram.skip(e.getMessage());
            }
            throw e;
        }
    }
}
