// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.event.start.FdEntry;

/**
 * An open fd while a capture begins.
 *
 * @param tid a thread that has it
 * @param pid that thread's process
 * @param table what tells fd tables apart
 * @param fd what is told of it
 */
record RunningFile(int tid, int pid, long table, FdEntry fd) {}
