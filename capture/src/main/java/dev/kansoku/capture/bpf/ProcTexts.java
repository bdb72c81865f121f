// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.process.ProcessReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments and environments from /proc, for kernels whose programs cannot read them. */
final class ProcTexts {
    private final ProcessReader reader = new ProcessReader();
    private final Map<Integer, TaskTexts> known = new HashMap<>();

    /** Those of a process, null where it is gone. */
    @Nullable TaskTexts of(int pid, long started) {
        TaskTexts texts = known.get(pid);
        if (texts == null) {
            byte[][] read = reader.texts(pid);
            if (read == null) {
                return null;
            }
            texts = new TaskTexts(started, read[0], read[1]);
            known.put(pid, texts);
        }
        return texts;
    }
}
