// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.ProcessEntry;
import java.util.List;

/**
 * A process of a test by hand.
 *
 * @param entry what it is before the first event
 * @param open the fds that it has open then
 */
public record Actor(ProcessEntry entry, List<FdEntry> open) {
    public Actor {
        open = List.copyOf(open);
    }

    public long pid() {
        return entry.pid;
    }
}
