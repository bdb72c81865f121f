// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.Prepared;
import dev.kansoku.ffi.SystemCallException;
import java.util.Map;

/**
 * The programs that write events, loaded while the caller goes on, for a capture that attaches
 * them. They depend on the machine alone, not on what is asked for.
 */
public final class EbpfPrograms implements Prepared {
    private final LoadAhead<Skeleton> ahead = new LoadAhead<>(EbpfPrograms::skeleton);

    private EbpfPrograms() {}

    /** Begins to load them. A refusal is told by the capture that takes them. */
    public static EbpfPrograms load() {
        return new EbpfPrograms();
    }

    private static Skeleton skeleton() throws CaptureException, SystemCallException {
        Requirements.check();
        int cpus = Requirements.cpus();
        return TakingPrograms.load(
                Map.of(
                        "scratches",
                        cpus,
                        "cpus",
                        cpus,
                        "rings",
                        Rings.PER_CPU * cpus,
                        "pressures",
                        cpus));
    }

    Skeleton take() throws CaptureException, SystemCallException {
        return ahead.take();
    }

    @Override
    public void close() {
        ahead.close();
    }
}
