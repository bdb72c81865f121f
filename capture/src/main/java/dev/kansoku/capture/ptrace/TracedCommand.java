// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.CommandHandle;
import java.util.OptionalInt;

/** The command of a traced capture. The tracer fills it in, every thread may ask. */
final class TracedCommand implements CommandHandle {
    private volatile int pid;
    private volatile int status = -1;

    void started(int newPid) {
        pid = newPid;
    }

    void ended(int newStatus) {
        status = newStatus;
    }

    int number() {
        return pid;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public OptionalInt exitStatus() {
        int now = status;
        return now < 0 ? OptionalInt.empty() : OptionalInt.of(now);
    }
}
