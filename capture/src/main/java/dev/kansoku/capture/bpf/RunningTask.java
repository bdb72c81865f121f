// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.event.start.ProcessEntry;

/**
 * A thread that runs while a capture begins.
 *
 * @param entry what is told of it
 * @param started nanoseconds since boot, 0 where only roughly known
 * @param table what tells fd tables apart, 0 where it has none
 * @param inExec whether it was taking up another program
 * @param exiting whether it was about to end
 * @param ownFiles whether it has another fd table than its process
 * @param deadLeader whether it has ended, while others of its process live
 */
record RunningTask(
        ProcessEntry entry,
        long started,
        long table,
        boolean inExec,
        boolean exiting,
        boolean ownFiles,
        boolean deadLeader) {

    int tid() {
        return (int) entry.tid;
    }

    int pid() {
        return (int) entry.pid;
    }

    boolean isMain() {
        return entry.tid == entry.pid;
    }
}
