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

    /** All that is known, as the data of an event. */
    static byte[] told(ThreadState thread) {
        ToldThread told = new ToldThread();
        fill(thread, told.entry);
        told.creator = thread.creator;
        told.notBefore = thread.notBefore;
        told.lastExec = thread.lastExec;
        told.marks =
                thread.told & (ToldThread.BY_PARENT | ToldThread.BY_CHILD)
                        | (thread.dead ? ToldThread.DEAD : 0);
        return told.write();
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
