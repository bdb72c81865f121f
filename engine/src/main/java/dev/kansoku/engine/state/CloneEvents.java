package dev.kansoku.engine.state;

import dev.kansoku.event.Event;

/**
 * New threads and processes. A clone is told twice, by the parent's exit and by the child's, in any
 * order; who comes first makes the thread, except that only the child's exit knows a child's real
 * tid where a pid namespace lies between the two.
 */
final class CloneEvents {
    /** A child's exit this long after its thread was made belongs to another thread. */
    private static final long STALE_NANOS = 2_000_000_000L;

    /** Children that ended are remembered this long, for a parent whose exit comes later still. */
    private static final long RECENT_NANOS = 1_000_000_000L;

    private static final MergedParameter EXE = MergedParameter.named("exe");
    private static final MergedParameter ARGS = MergedParameter.named("args");
    private static final MergedParameter PID = MergedParameter.named("pid");
    private static final MergedParameter PTID = MergedParameter.named("ptid");
    private static final MergedParameter VTID = MergedParameter.named("vtid");
    private static final MergedParameter VPID = MergedParameter.named("vpid");
    private static final MergedParameter FD_LIMIT = MergedParameter.named("fdlimit");
    private static final MergedParameter COMM = MergedParameter.named("comm");
    private static final MergedParameter CGROUPS = MergedParameter.named("cgroups");
    private static final MergedParameter FLAGS = MergedParameter.named("flags");
    private static final MergedParameter UID = MergedParameter.named("uid");
    private static final MergedParameter GID = MergedParameter.named("gid");
    private static final MergedParameter PIDNS_START = MergedParameter.named("pidns_init_start_ts");

    private final ThreadTable threads;
    private final RecentlyEnded recentlyEnded;

    CloneEvents(ThreadTable threads, RecentlyEnded recentlyEnded) {
        this.threads = threads;
        this.recentlyEnded = recentlyEnded;
    }

    void register(Handlers handlers) {
        for (String name : new String[] {"clone", "fork", "vfork", "clone3"}) {
            handlers.exits(name, this::cloned);
        }
    }

    private void cloned(Moment moment) {
        if (moment.failed()) {
            return;
        }
        long child = moment.result();
        if (child == 0) {
            inChild(moment);
        } else {
            inParent(moment, child);
        }
    }

    private void inParent(Moment moment, long childTid) {
        ThreadState parent = threads.getOrPlaceholder(moment.event().tid());
        moment.thread = parent;
        boolean valid = !parent.isInvalid();
        if (!valid) {
            parent.pid = moment.signed(PID, -1);
            parent.ppid = moment.signed(PTID, -1);
            parent.vtid = moment.signed(VTID, parent.tid);
            parent.vpid = moment.signed(VPID, -1);
            parent.exe = moment.text(EXE, Bytes.EMPTY);
            parent.comm = moment.has(COMM) ? moment.text(COMM, parent.exe) : parent.exe;
            parent.args = moment.all(ARGS, Bytes.EMPTY);
            threads.connect(parent);
        }
        int flags = (int) moment.unsigned(FLAGS);
        int ofNamespaces = CloneFlags.CHILD_IN_PIDNS | CloneFlags.NEWPID | CloneFlags.PARENT;
        if ((flags & ofNamespaces) != 0 || parent.tid != parent.vtid) {
            return;
        }
        ThreadState known = threads.get(childTid);
        if (known != null && (known.flags & CloneFlags.INVERTED) != 0) {
            return;
        }
        if (recentlyEnded.since(childTid, startOfCall(moment))) {
            return;
        }
        ThreadState child = new ThreadState(childTid, new FdTable(threads.budget()));
        child.flags = flags;
        boolean process = (flags & CloneFlags.THREAD) == 0;
        child.pid = process ? childTid : parent.pid;
        child.ppid = process ? parent.tid : parent.ppid;
        child.vtid = childTid;
        child.vpid = child.pid;
        describe(moment, child, parent);
        if (valid) {
            inherit(child, parent, process);
        }
        if (!process) {
            child.flags |= CloneFlags.FILES;
            child.lastExec = parent.lastExec;
        }
        threads.introduce(child);
    }

    private static long startOfCall(Moment moment) {
        Event enter = moment.enter;
        return enter != null
                ? enter.timestamp()
                : Math.max(
                        moment.thread == null ? 0 : moment.thread.enterTimestamp,
                        moment.timestamp() - RECENT_NANOS);
    }

    private void inChild(Moment moment) {
        long tid = moment.event().tid();
        ThreadState known = threads.get(tid);
        if (known != null
                && known.startTimestamp != 0
                && moment.timestamp() - known.startTimestamp < STALE_NANOS) {
            moment.thread = known;
            return;
        }
        ThreadState child = new ThreadState(tid, new FdTable(threads.budget()));
        child.pid = moment.signed(PID, tid);
        child.ppid = moment.signed(PTID, -1);
        child.vtid = moment.signed(VTID, tid);
        child.vpid = moment.signed(VPID, -1);
        child.flags = (int) moment.unsigned(FLAGS) | CloneFlags.INVERTED;
        boolean process = (child.flags & CloneFlags.THREAD) == 0;
        if (!process) {
            child.flags |= CloneFlags.FILES;
        }
        ThreadState origin = threads.getOrPlaceholder(process ? child.ppid : child.pid);
        boolean valid = !origin.isInvalid();
        describe(moment, child, origin);
        if (valid) {
            inherit(child, origin, process);
            child.lastExec = process ? 0 : origin.lastExec;
        } else if (!process) {
            origin.pid = child.pid;
            origin.ppid = child.ppid;
            origin.vpid = child.vpid;
            origin.vtid = child.vpid;
            origin.exe = child.exe;
            origin.comm = child.comm;
            origin.args = child.args;
            threads.connect(origin);
        }
        if (moment.has(PIDNS_START)
                && ((child.flags & (CloneFlags.CHILD_IN_PIDNS | CloneFlags.NEWPID)) != 0
                        || child.tid != child.vtid)) {
            child.pidnsStart = moment.unsigned(PIDNS_START);
        }
        threads.introduce(child);
        moment.thread = child;
    }

    /** What the event says of the new thread; texts that are the other's are shared with it. */
    private static void describe(Moment moment, ThreadState child, ThreadState like) {
        child.exe = moment.text(EXE, like.exe);
        child.args = moment.all(ARGS, like.args);
        child.comm = moment.has(COMM) ? moment.text(COMM, like.comm) : child.exe;
        child.fdLimit = moment.signed(FD_LIMIT, -1);
        child.uid = moment.unsigned(UID, child.uid) & 0xffffffffL;
        child.gid = moment.unsigned(GID, child.gid) & 0xffffffffL;
        child.setCgroups(moment.all(CGROUPS, like.cgroups.raw()), like.cgroups);
        child.startTimestamp = moment.timestamp();
        ProcessEvents.setCounters(moment, child);
    }

    private static void inherit(ThreadState child, ThreadState from, boolean process) {
        child.exepath = from.exepath;
        child.exeWritable = from.exeWritable;
        child.exeUpperLayer = from.exeUpperLayer;
        child.exeLowerLayer = from.exeLowerLayer;
        child.exeFromMemfd = from.exeFromMemfd;
        child.root = from.root;
        child.sid = from.sid;
        child.vpgid = from.vpgid;
        child.pgid = from.pgid;
        child.tty = from.tty;
        child.loginUid = from.loginUid;
        child.capInheritable = from.capInheritable;
        child.capPermitted = from.capPermitted;
        child.capEffective = from.capEffective;
        child.exeInode = from.exeInode;
        child.exeInodeCtime = from.exeInodeCtime;
        child.exeInodeMtime = from.exeInodeMtime;
        child.pidnsStart = from.pidnsStart;
        if (process) {
            child.cwd = from.cwd();
            child.env = from.env();
            child.ownFds =
                    (child.flags & CloneFlags.FILES) != 0 ? from.fds().join() : from.fds().fork();
            child.flags &= ~CloneFlags.FILES;
        }
    }
}
