// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.OptionalInt;

/** The command that a live capture started. Safe from every thread. */
public interface CommandHandle {
    long pid();

    /**
     * How the command ended, as a shell tells it: its exit code, or 128 and the number of the
     * signal that killed it; empty while it runs.
     */
    OptionalInt exitStatus();
}
