// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.process.BootClock;
import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.event.start.StartListener;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells of the running processes what is certain for every event that was recorded: what events
 * changed while the processes were looked at is left to those events.
 */
final class RunningTables implements StartTables {
    /**
     * How long after the pass its events are waited for, in nanoseconds: a call may have had its
     * effect already, and its event comes when it ends.
     */
    static final long SETTLE = 5_000_000;

    private final RunningProcesses processes;
    private final ProcTables surroundings;
    private final Ring[] rings;
    private final BootClock clock;
    private final long end;

    /**
     * @param processes as they were just now
     */
    RunningTables(RunningProcesses processes, Ring[] rings, BootClock clock) {
        this.processes = processes;
        this.rings = rings;
        this.clock = clock;
        this.end = clock.now() + SETTLE;
        this.surroundings = ProcTables.of(List.of());
    }

    @Override
    public void tell(StartListener start) {
        surroundings.tell(start);
        new CertainEntries(processes, window()).tell(start);
    }

    private StartWindow window() {
        for (long left = end - clock.now(); left > 0; left = end - clock.now()) {
            LockSupport.parkNanos(left);
        }
        StartWindow window = new StartWindow(end);
        byte[] bytes = new byte[EbpfSource.MAX_EVENT];
        for (Ring ring : rings) {
            ring.look(bytes, window::add);
        }
        return window;
    }
}
