// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

/**
 * A thread as it was before its events were recorded.
 *
 * @param pid its process
 * @param started nanoseconds since boot
 * @param table what tells fd tables apart
 * @param parent its process's parent
 */
record Census(int pid, long started, long table, int parent) {
    static Census of(StartRecord record) {
        return new Census(
                record.pid(), record.started(), record.table(), record.i32(StartRecord.HEAD));
    }
}
