// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;

/** The threads that lived before the first event, in the nine versions of that table. */
final class ProcessList {
    /** tid, pid and ptid; entries are longer, but padding is shorter. */
    private static final int SMALLEST = 3 * 8;

    /**
     * What a writer of version 9 put behind the root directory before the start of the pid
     * namespace and the terminal came in front of it: login uid, writable flag, three capability
     * sets.
     */
    private static final int TAIL_WITHOUT_TERMINAL = 4 + 1 + 3 * 8;

    private ProcessList() {}

    static void read(BlockBody body, int version, StartListener to)
            throws TornBlockException, IOException {
        boolean sized = version >= 9;
        while (body.has(SMALLEST)) {
            if (sized) {
                body.enter(body.u32() - 4);
            }
            ProcessEntry process = new ProcessEntry();
            entry(body, version, process);
            if (sized) {
                tail(body, process);
                body.leave();
            }
            to.process(process);
        }
    }

    private static void entry(BlockBody body, int version, ProcessEntry to)
            throws TornBlockException, IOException {
        to.tid = body.u64();
        to.pid = body.u64();
        to.ptid = body.u64();
        if (version >= 6) {
            to.sid = body.u64();
        }
        if (version >= 8) {
            to.vpgid = body.u64();
        }
        to.comm = body.sized();
        to.exe = body.sized();
        if (version >= 7) {
            to.exepath = body.sized();
        }
        to.args = body.sized();
        to.cwd = body.sized();
        to.fdLimit = body.u64();
        to.flags = body.i32();
        to.uid = body.u32();
        to.gid = body.u32();
        if (version >= 2) {
            to.vmSize = body.u32();
            to.vmRss = body.u32();
            to.vmSwap = body.u32();
            to.majorFaults = body.u64();
            to.minorFaults = body.u64();
        }
        if (version >= 3) {
            to.env = body.sized();
        }
        if (version >= 4) {
            to.vtid = body.u64();
            to.vpid = body.u64();
            to.cgroups = body.sized();
        }
        if (version >= 5) {
            to.root = body.sized();
        }
    }

    /** What version 9 adds, as far as the entry reaches. */
    private static void tail(BlockBody body, ProcessEntry to)
            throws TornBlockException, IOException {
        if (body.remaining() > TAIL_WITHOUT_TERMINAL) {
            to.pidnsStart = body.u64();
            to.tty = body.u32();
        }
        to.loginUid = body.has(4) ? body.u32() : to.loginUid;
        to.exeWritable = body.has(1) && body.u8() != 0;
        to.capInheritable = body.has(8) ? body.u64() : 0;
        to.capPermitted = body.has(8) ? body.u64() : 0;
        to.capEffective = body.has(8) ? body.u64() : 0;
        to.exeUpperLayer = body.has(1) && body.u8() != 0;
        to.exeInode = body.has(8) ? body.u64() : 0;
        to.exeInodeCtime = body.has(8) ? body.u64() : 0;
        to.exeInodeMtime = body.has(8) ? body.u64() : 0;
        to.exeFromMemfd = body.has(1) && body.u8() != 0;
        to.exeLowerLayer = body.has(1) && body.u8() != 0;
        to.pgid = body.has(8) ? body.u64() : -1;
    }
}
