// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * New threads and processes. A clone is told twice, by the parent's exit and by the child's, in any
 * order; who comes first makes the thread, except that only the child's exit knows a child's real
 * tid where a pid namespace lies between the two.
 */
final class CloneEvents {
    /** A child's exit this long after its thread was made belongs to another thread. */
    private static final long STALE_NANOS = 2_000_000_000L;

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
    private final TextPool<KeptText> words;
    private final TextPool<CgroupText> cgroups;

    CloneEvents(ThreadTable threads) {
        this.threads = threads;
        words = threads.texts().words;
        cgroups = threads.texts().cgroups;
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
        ThreadState parent = threads.atOrNew(moment.event().tid(), moment.timestamp());
        moment.thread = parent;
        if (parent == null) {
            return;
        }
        boolean valid = !parent.isInvalid();
        if (!valid) {
            parent.pid = moment.signed(PID, -1);
            parent.ppid = moment.signed(PTID, -1);
            parent.vtid = moment.signed(VTID, parent.tid);
            parent.vpid = moment.signed(VPID, -1);
            parent.exe = words.textInPlaceOf(parent.exe, moment, EXE);
            parent.comm =
                    moment.has(COMM)
                            ? words.textInPlaceOf(parent.comm, moment, COMM)
                            : words.inPlaceOf(parent.comm, parent.exe.bytes);
            parent.args = words.allInPlaceOf(parent.args, moment, ARGS);
            threads.connect(parent);
        }
        int flags = (int) moment.unsigned(FLAGS);
        int ofNamespaces = CloneFlags.CHILD_IN_PIDNS | CloneFlags.NEWPID | CloneFlags.PARENT;
        if ((flags & ofNamespaces) != 0 || parent.tid != parent.vtid) {
            return;
        }
        boolean process = (flags & CloneFlags.THREAD) == 0;
        ThreadState known = threads.get(childTid);
        if (known != null && isChildOf(known, parent, process, moment)) {
            known.told |= ThreadState.BY_PARENT;
            return;
        }
        ThreadState ended = threads.ended(childTid);
        if (ended != null
                && ended.ended > moment.callBegan
                && (ended.placeholder
                        ? moment.callBegan > 0
                        : isChildOf(ended, parent, process, moment))) {
            ended.told |= ThreadState.BY_PARENT;
            return;
        }
        ThreadState child = new ThreadState(childTid, new FdTable(threads.budget()));
        child.told = ThreadState.BY_PARENT;
        child.notBefore = moment.callBegan;
        child.flags = flags;
        child.pid = process ? childTid : parent.pid;
        child.ppid = process ? parent.tid : parent.ppid;
        child.creator = child.ppid;
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
        if (known != null && !known.dead && known.isToldOf()) {
            child.unsureUntil = moment.timestamp();
        }
        if (known != null && known.placeholder) {
            known.ownFds.forEach(fd -> child.ownFds.put(fd.number(), fd));
        }
        threads.introduce(child);
    }

    /**
     * Whether the thread is the one that this very call has made: it told of itself, be it by what
     * it executed, or a table did, it is no older than the call, and no other call has told of it.
     */
    private static boolean isChildOf(
            ThreadState thread, ThreadState parent, boolean process, Moment moment) {
        int others = ThreadState.BY_CHILD | ThreadState.BY_TABLES;
        // a capture's tables do not say when a thread started, but mark those that are so young
        boolean young =
                thread.startTimestamp == 0
                        && (thread.told & ThreadState.BY_TABLES) != 0
                        && (thread.flags & CloneFlags.INVERTED) != 0;
        boolean executed = thread.told == 0 && thread.lastExec != 0;
        long first = executed ? thread.lastExec : thread.startTimestamp;
        if ((thread.told & ThreadState.BY_PARENT) != 0
                || (thread.told & others) == 0 && !executed
                || !young && !isWithin(first, moment)) {
            return false;
        }
        return process
                ? thread.creator == parent.tid || thread.creator == parent.pid
                : thread.pid == parent.pid;
    }

    private static boolean isWithin(long started, Moment moment) {
        return started != 0
                && started >= moment.callBegan
                && started <= moment.timestamp() + STALE_NANOS;
    }

    private void inChild(Moment moment) {
        long tid = moment.event().tid();
        long now = moment.timestamp();
        ThreadState known = threads.get(tid);
        if (known != null && known.toldAt == now && moment.event().isStateOnly()) {
            moment.thread = known; // the same once more, in words of other readers
            return;
        }
        if (known != null && moment.callBegan == 0 && isSelf(known, moment)) {
            known.told |= ThreadState.BY_CHILD;
            known.notBefore = now;
            known.unsureUntil = 0;
            moment.thread = known;
            setNamespace(moment, known);
            threads.renumbered(known);
            return;
        }
        if (known != null && isBefore(now, known)) {
            moment.thread = null; // another thread has this tid already, or another program
            return;
        }
        if (known == null && threads.isOver(tid, now)) {
            return;
        }
        ThreadState child = new ThreadState(tid, new FdTable(threads.budget()));
        child.told = ThreadState.BY_CHILD;
        child.notBefore = now;
        child.pid = moment.signed(PID, tid);
        child.ppid = moment.signed(PTID, -1);
        child.creator = child.ppid;
        child.vtid = moment.signed(VTID, tid);
        child.vpid = moment.signed(VPID, child.pid);
        // the flags of a clone3 are read where the child finds them, on a stack that goes on
        boolean process = child.pid == tid;
        int flags = (int) moment.unsigned(FLAGS) & ~CloneFlags.THREAD | CloneFlags.INVERTED;
        child.flags = process ? flags : flags | CloneFlags.THREAD;
        if (!process) {
            child.flags |= CloneFlags.FILES;
        }
        ThreadState origin = threads.whoHad(process ? child.ppid : child.pid, now);
        if (!process && isBefore(now, origin)) {
            moment.thread = null; // the thread is over: its process has executed since, or ended
            return;
        }
        boolean valid = !origin.isInvalid() && origin.notBefore <= now;
        describe(moment, child, origin);
        ThreadState maker =
                process && (child.flags & CloneFlags.PARENT) != 0 ? siblingLike(child) : null;
        if (maker != null) {
            inheritAll(child, maker);
            inherit(child, maker, true);
        } else if (valid) {
            inherit(child, origin, process);
            child.lastExec = process ? 0 : origin.lastExec;
        } else if (!process && origin.isInvalid()) {
            introduceMain(origin, child);
        }
        setNamespace(moment, child);
        threads.introduce(child);
        moment.thread = child;
    }

    /** Whether a moment is before all that the thread does with its present program. */
    private static boolean isBefore(long timestamp, ThreadState thread) {
        long first = thread.oldestEvent();
        return first > timestamp && first - timestamp < STALE_NANOS;
    }

    /** The numbers that only the child's exit knows. */
    private static void setNamespace(Moment moment, ThreadState child) {
        child.vtid = moment.signed(VTID, child.vtid);
        child.vpid = moment.signed(VPID, child.vpid);
        int flags = (int) moment.unsigned(FLAGS);
        boolean inner =
                (flags & (CloneFlags.CHILD_IN_PIDNS | CloneFlags.NEWPID)) != 0
                        || child.tid != child.vtid;
        if (inner) {
            child.flags |= flags & (CloneFlags.CHILD_IN_PIDNS | CloneFlags.NEWPID);
            child.pidnsStart = moment.unsigned(PIDNS_START, child.pidnsStart);
        }
    }

    /** Whether a thread that has done nothing yet is the one that returns from its clone now. */
    private static boolean isSelf(ThreadState thread, Moment moment) {
        int told = thread.told;
        long now = moment.timestamp();
        if ((told & ThreadState.BY_CHILD) != 0
                || (told & (ThreadState.BY_PARENT | ThreadState.BY_TABLES)) == 0
                || thread.startTimestamp == 0
                || thread.oldestEvent() > now) {
            return false;
        }
        long ppid = moment.signed(PTID, thread.creator);
        return (ppid == thread.creator || ppid == thread.ppid())
                && now - thread.startTimestamp < STALE_NANOS;
    }

    /** The main thread of a process is known by another thread alone. */
    private void introduceMain(ThreadState main, ThreadState thread) {
        main.pid = thread.pid;
        main.ppid = thread.ppid;
        main.creator = thread.ppid;
        main.vpid = thread.vpid;
        main.vtid = thread.vpid;
        main.exe = words.share(thread.exe);
        main.comm = words.share(thread.comm);
        main.args = words.share(thread.args);
        threads.connect(main);
    }

    /** What the event says of the new thread; texts that are the other's are shared with it. */
    private void describe(Moment moment, ThreadState child, ThreadState like) {
        child.exe = words.text(moment, EXE, like.exe);
        child.args = words.all(moment, ARGS, like.args);
        child.comm =
                moment.has(COMM) ? words.text(moment, COMM, like.comm) : words.share(child.exe);
        child.cgroups = cgroups.all(moment, CGROUPS, like.cgroups);
        child.fdLimit = moment.signed(FD_LIMIT, -1);
        child.uid = moment.unsigned(UID, child.uid) & 0xffffffffL;
        child.gid = moment.unsigned(GID, child.gid) & 0xffffffffL;
        child.startTimestamp = moment.timestamp();
        ProcessEvents.setCounters(moment, child);
    }

    private void inherit(ThreadState child, ThreadState from, boolean process) {
        child.exepath = words.share(from.exepath);
        child.root = words.share(from.root);
        child.exeWritable = from.exeWritable;
        child.exeUpperLayer = from.exeUpperLayer;
        child.exeLowerLayer = from.exeLowerLayer;
        child.exeFromMemfd = from.exeFromMemfd;
        child.sid = from.sid();
        child.vpgid = from.vpgid();
        child.pgid = from.pgid();
        child.loginUid = from.loginUid;
        child.capInheritable = from.capInheritable;
        child.capPermitted = from.capPermitted;
        child.capEffective = from.capEffective;
        child.exeInode = from.exeInode;
        child.exeInodeCtime = from.exeInodeCtime;
        child.exeInodeMtime = from.exeInodeMtime;
        child.pidnsStart = from.pidnsStart;
        ThreadState before = from.process();
        child.tty = before.tty;
        child.ttyTold = before.ttyTold;
        child.session = before.session;
        if (process && (child.flags & CloneFlags.PARENT) == 0) {
            inheritAll(child, from);
        }
        if (process) {
            child.flags &= ~CloneFlags.FILES;
        }
    }

    /** What a process has of the one that made it, and not of its parent. */
    private void inheritAll(ThreadState child, ThreadState from) {
        ThreadState before = from.process();
        child.cwd = from.main() == null ? words.of(Bytes.HERE) : words.share(before.cwd);
        child.env = words.share(before.env);
        if (threads.has(from)) { // else they went with it
            FdTable fds = from.fds();
            child.ownFds = (child.flags & CloneFlags.FILES) != 0 ? fds.join() : fds.fork();
        }
    }

    /**
     * Who made a process that has its maker's parent for its own, as runtimes make containers: the
     * one child of that parent that goes by the same name and arguments; null where none or several
     * do.
     */
    private @Nullable ThreadState siblingLike(ThreadState child) {
        ThreadState[] found = new ThreadState[1];
        int[] count = {0};
        threads.forEach(
                thread -> {
                    if (thread.isMain()
                            && thread.tid != child.tid
                            && thread.ppid() == child.ppid
                            && Arrays.equals(thread.comm.bytes, child.comm.bytes)
                            && Arrays.equals(thread.exe.bytes, child.exe.bytes)
                            && Arrays.equals(thread.args.bytes, child.args.bytes)) {
                        found[0] = thread;
                        count[0]++;
                    }
                });
        return count[0] == 1 ? found[0] : null;
    }
}
