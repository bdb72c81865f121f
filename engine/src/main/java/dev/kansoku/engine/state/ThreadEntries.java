// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.ToldThread;

/** Says of a thread what start tables and {@link ToldThread} have room for. */
final class ThreadEntries {
    private ThreadEntries() {}

    static ProcessEntry entry(ThreadState thread) {
        ProcessEntry entry = new ProcessEntry();
        fill(thread, entry);
        return entry;
    }

    /** What others show of a thread as their ancestor or by its tid. */
    static byte[] toldInBrief(ThreadState thread) {
        ToldThread told = told(thread, thread.told);
        told.entry.env = Bytes.EMPTY;
        return told.write();
    }

    /**
     * All that is known but for what happened at a moment, and was not known before.
     *
     * @param cloned whether that is a clone that the thread takes part in
     */
    static byte[] toldBefore(ThreadState thread, long timestamp, boolean cloned) {
        ToldThread told = told(thread, cloned ? 0 : thread.told);
        told.lastExec = told.lastExec == timestamp ? 0 : told.lastExec;
        told.notBefore = told.notBefore == timestamp ? 0 : told.notBefore;
        told.marks &= ~ToldThread.DEAD;
        return told.write();
    }

    /** All that is known, as the data of an event. */
    static byte[] told(ThreadState thread) {
        return told(thread, thread.told).write();
    }

    private static ToldThread told(ThreadState thread, int toldBy) {
        ToldThread told = new ToldThread();
        fill(thread, told.entry);
        told.creator = thread.creator;
        told.notBefore = thread.notBefore;
        told.lastExec = thread.lastExec;
        told.marks =
                toldBy & (ToldThread.BY_PARENT | ToldThread.BY_CHILD)
                        | (thread.dead ? ToldThread.DEAD : 0);
        return told;
    }

    /** Whether start tables have no room for something that is known. */
    static boolean isMore(ThreadState thread) {
        return thread.dead
                || (thread.startTimestamp | thread.notBefore | thread.lastExec) != 0
                || (thread.isMain() && thread.cwd.bytes.length == 0);
    }

    private static void fill(ThreadState thread, ProcessEntry entry) {
        entry.tid = thread.tid;
        entry.pid = thread.pid;
        entry.ptid = thread.parent == null ? thread.ppid : thread.parent.tid;
        entry.sid = thread.sid();
        entry.vpgid = thread.vpgid();
        entry.pgid = thread.pgid();
        entry.comm = thread.comm.bytes;
        entry.exe = thread.exe.bytes;
        entry.exepath = thread.exepath.bytes;
        entry.args = thread.args.bytes;
        entry.env = thread.env.bytes;
        entry.cwd = thread.cwd.bytes;
        entry.root = thread.root.bytes;
        entry.cgroups = thread.cgroups.bytes;
        entry.fdLimit = thread.fdLimit;
        entry.flags = thread.flags;
        entry.uid = thread.uid;
        entry.gid = thread.gid;
        entry.loginUid = thread.loginUid;
        entry.vmSize = thread.vmSize;
        entry.vmRss = thread.vmRss;
        entry.vmSwap = thread.vmSwap;
        entry.majorFaults = thread.majorFaults;
        entry.minorFaults = thread.minorFaults;
        entry.vtid = thread.vtid;
        entry.vpid = thread.vpid;
        entry.startTime = thread.startTimestamp;
        entry.pidnsStart = thread.pidnsStart;
        entry.tty = thread.tty();
        entry.exeWritable = thread.exeWritable;
        entry.exeUpperLayer = thread.exeUpperLayer;
        entry.exeLowerLayer = thread.exeLowerLayer;
        entry.exeFromMemfd = thread.exeFromMemfd;
        entry.capInheritable = thread.capInheritable;
        entry.capPermitted = thread.capPermitted;
        entry.capEffective = thread.capEffective;
        entry.exeInode = thread.exeInode;
        entry.exeInodeCtime = thread.exeInodeCtime;
        entry.exeInodeMtime = thread.exeInodeMtime;
    }
}
