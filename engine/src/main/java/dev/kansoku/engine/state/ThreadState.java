// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one thread. Changed only by the state; read by fields while an event is at hand.
 * Text is kept as the bytes it came as; empty means unknown.
 */
public final class ThreadState {
    /** The parent's exit of the clone has told of this thread. */
    static final int BY_PARENT = 1;

    /** The child's own exit of the clone has. */
    static final int BY_CHILD = 2;

    /** The start tables have. */
    static final int BY_TABLES = 4;

    long tid;
    long pid = -1;
    long ppid = -1;

    /** Who started the process, as the clone told it: a pid or the tid of one of its threads. */
    long creator = -1;

    long sid = -1;
    long vpgid = -1;
    long pgid = -1;
    long vtid = -1;
    long vpid = -1;
    KeptText comm = KeptText.EMPTY;
    KeptText exe = KeptText.EMPTY;
    KeptText exepath = KeptText.EMPTY;
    KeptText args = KeptText.EMPTY;
    KeptText env = KeptText.EMPTY;
    KeptText cwd = KeptText.EMPTY;
    KeptText root = KeptText.EMPTY;
    CgroupText cgroups = CgroupText.NONE;
    long fdLimit = -1;
    int flags = 0;
    long uid = 0xffffffffL;
    long gid = 0xffffffffL;
    long loginUid = 0xffffffffL;
    long vmSize = 0;
    long vmRss = 0;
    long vmSwap = 0;
    long majorFaults = 0;
    long minorFaults = 0;
    long pidnsStart = 0;
    long tty = 0;

    /** When {@link #tty} was told, nanoseconds since the epoch, 0 before the first event. */
    long ttyTold = 0;

    @Nullable Session session;
    boolean exeWritable = false;
    boolean exeUpperLayer = false;
    boolean exeLowerLayer = false;
    boolean exeFromMemfd = false;
    long capInheritable = 0;
    long capPermitted = 0;
    long capEffective = 0;
    long exeInode = 0;
    long exeInodeCtime = 0;
    long exeInodeMtime = 0;
    long startTimestamp = 0;
    boolean placeholder = false;
    boolean dead = false;

    /** Whether the texts have been given back to their pool. */
    boolean textsReleased = false;

    /**
     * Which of the two exits of its clone have told of this thread: {@link #BY_PARENT} and more.
     */
    int told = 0;

    /**
     * The thread did not start before, nanoseconds since the epoch: together with the tid it is
     * what tells threads apart. 0 unknown.
     */
    long notBefore = 0;

    /**
     * Until then an event may as well be of another thread that had the tid before and whose end
     * was not told, nanoseconds since the epoch; 0 for never.
     */
    long unsureUntil = 0;

    /** When the thread ended, nanoseconds since the epoch, 0 while it lives. */
    long ended = 0;

    /** Who has taken over the children of this thread, which has ended. */
    @Nullable ThreadState heir;

    /** The last beginning or end of a call that was seen, nanoseconds since the epoch. */
    long lastCall = 0;

    /** When a capture told all of this thread in its middle, nanoseconds since the epoch, or 0. */
    long toldAt = 0;

    /** Where the thread is among the members of its process. */
    int memberIndex = 0;

    /** Who takes this thread's children when it ends, as the kernel said; -1 unknown. */
    long reaperTid = -1;

    long lastExec = 0;

    /** This thread's own table: that of its process for a main thread, unused for others. */
    FdTable ownFds;

    @Nullable ThreadGroup group;
    @Nullable ThreadState parent;
    @Nullable ThreadState firstChild;
    @Nullable ThreadState nextSibling;
    @Nullable ThreadState previousSibling;

    /** The call that this thread is in, -1 for none that is known. */
    int enterCode = -1;

    long enterTimestamp = 0;

    /** How long the last call took that has ended, 0 while one goes on. */
    long lastLatency = 0;

    /** The fd that the call acts on, -1 for none. */
    long enterFd = -1;

    /** The enter of that call, in a buffer of {@link KeptEnters}. */
    byte @Nullable [] enter;

    /** How many parameters the enter has. */
    int enterParameters = 0;

    /** How many bytes the enter has in front of its parameters' lengths. */
    int enterHeader = 0;

    /** How often something was told of this thread that its fields of lasting values show. */
    private int changes = 0;

    /** What somebody found out of this thread and keeps with it. */
    private @Nullable Object remembered;

    ThreadState(long tid, FdTable fds) {
        this.tid = tid;
        this.ownFds = fds;
    }

    void changed() {
        changes++;
    }

    /**
     * Another number where what fields of lifetime {@link dev.kansoku.filter.field.Lifetime#PROCESS
     * PROCESS} show of this thread may be another.
     */
    public int changes() {
        return changes;
    }

    /** What was last given to {@link #remember}, null for nothing. */
    public @Nullable Object remembered() {
        return remembered;
    }

    /**
     * Keeps something that was found out of this thread until there is something else to keep, or
     * the thread is forgotten. Whoever takes it back looks whether it is its own, and whether
     * {@link #changes()} is still what it was.
     */
    public void remember(Object found) {
        remembered = found;
    }

    /** Whether this is the thread that its process began with. */
    public boolean isMain() {
        return tid == pid;
    }

    /** Whether this thread lives in a pid namespace below the first one. */
    public boolean isInPidNamespace() {
        return (flags & CloneFlags.CHILD_IN_PIDNS) != 0 || tid != vtid;
    }

    /** An event that is older is not of this thread, or not of its program. */
    long oldestEvent() {
        return Math.max(notBefore, lastExec);
    }

    /** Whether an event told of this very thread, and not only others named its tid. */
    boolean isToldOf() {
        return told != 0 || lastExec != 0;
    }

    /** Whether an event of this time is of this thread and its program beyond doubt. */
    boolean isAt(long timestamp) {
        return oldestEvent() <= timestamp && unsureUntil <= timestamp;
    }

    /** Whether too little is known of this thread to give it a process and a parent. */
    boolean isInvalid() {
        return tid < 0 || pid < 0 || ppid < 0;
    }

    @Nullable ThreadState main() {
        if (isMain()) {
            return this;
        }
        return group == null ? null : group.leader;
    }

    /** The thread that stands for the process: the main one, this one where that is not known. */
    ThreadState process() {
        ThreadState main = main();
        return main == null || main.placeholder ? this : main;
    }

    void addChild(ThreadState child) {
        child.leaveParent();
        child.parent = this;
        child.ppid = tid;
        child.nextSibling = firstChild;
        if (firstChild != null) {
            firstChild.previousSibling = child;
        }
        firstChild = child;
    }

    void leaveParent() {
        if (parent == null) {
            return;
        }
        if (previousSibling != null) {
            previousSibling.nextSibling = nextSibling;
        } else {
            parent.firstChild = nextSibling;
        }
        if (nextSibling != null) {
            nextSibling.previousSibling = previousSibling;
        }
        parent = null;
        nextSibling = null;
        previousSibling = null;
    }

    public long tid() {
        return tid;
    }

    /** The thread group, -1 unknown. */
    public long pid() {
        return pid;
    }

    /** The parent's pid, 0 or -1 unknown. */
    public long ppid() {
        ThreadState by = parent;
        return by == null || by.pid < 0 ? ppid : by.pid;
    }

    /** Session of the process as its pid namespace numbers it, -1 unknown. */
    public long sid() {
        ThreadState process = process();
        return process.sid >= 0 ? process.sid : sid;
    }

    /** Process group as its pid namespace numbers it, -1 unknown. */
    public long vpgid() {
        ThreadState process = process();
        return process.vpgid >= 0 ? process.vpgid : vpgid;
    }

    /** Process group outside of all pid namespaces, -1 unknown. */
    public long pgid() {
        ThreadState process = process();
        return process.pgid >= 0 ? process.pgid : pgid;
    }

    public long vtid() {
        return vtid;
    }

    public long vpid() {
        return vpid;
    }

    public byte[] comm() {
        return comm.bytes;
    }

    /** The first argument, argv[0]. */
    public byte[] exe() {
        return exe.bytes;
    }

    public byte[] exepath() {
        return exepath.bytes;
    }

    /** Arguments after the first, each with a NUL at its end. */
    public byte[] args() {
        return args.bytes;
    }

    /** Environment of the process, each with a NUL at its end. */
    public byte[] env() {
        ThreadState main = main();
        return main == null ? env.bytes : main.env.bytes;
    }

    /** The working directory of the process, with a slash at its end; {@code ./} unknown. */
    public byte[] cwd() {
        ThreadState main = main();
        return main == null ? Bytes.HERE : main.cwd.bytes;
    }

    public byte[] root() {
        return root.bytes;
    }

    /** Cgroups as {@code subsystem=path}, each with a NUL at its end. */
    public byte[] cgroups() {
        return cgroups.shown();
    }

    /**
     * The uid of the Kubernetes pod that the thread runs in, as the API server writes it; empty
     * outside of pods. The array is the state's own, the same for threads that share their cgroups,
     * and not to be changed.
     */
    public byte[] podUid() {
        return cgroups.podUid();
    }

    /** The process's limit of open fds, -1 unknown, 0 where its main thread is not known. */
    public long fdLimit() {
        ThreadState main = main();
        if (main == null) {
            return 0;
        }
        // Where only another thread of the process told it, it is the process's all the same.
        return main.fdLimit < 0 ? fdLimit : main.fdLimit;
    }

    /** The family's clone flags as {@code PPM_CL_*} bits. */
    public int flags() {
        return flags;
    }

    public long uid() {
        return uid;
    }

    public long gid() {
        return gid;
    }

    public long loginUid() {
        return loginUid;
    }

    /** KiB. */
    public long vmSize() {
        return vmSize;
    }

    /** KiB. */
    public long vmRss() {
        return vmRss;
    }

    /** KiB. */
    public long vmSwap() {
        return vmSwap;
    }

    public long majorFaults() {
        return majorFaults;
    }

    public long minorFaults() {
        return minorFaults;
    }

    /** Start of the pid namespace's init, nanoseconds since boot. */
    public long pidnsStart() {
        return pidnsStart;
    }

    /** Device number of the process's controlling terminal, 0 for none. */
    public long tty() {
        ThreadState process = process();
        Session its = process.session;
        return its != null && its.hungUp > process.ttyTold ? 0 : process.tty;
    }

    public boolean exeWritable() {
        return exeWritable;
    }

    public boolean exeUpperLayer() {
        return exeUpperLayer;
    }

    public boolean exeLowerLayer() {
        return exeLowerLayer;
    }

    public boolean exeFromMemfd() {
        return exeFromMemfd;
    }

    public long capInheritable() {
        return capInheritable;
    }

    public long capPermitted() {
        return capPermitted;
    }

    public long capEffective() {
        return capEffective;
    }

    public long exeInode() {
        return exeInode;
    }

    public long exeInodeCtime() {
        return exeInodeCtime;
    }

    public long exeInodeMtime() {
        return exeInodeMtime;
    }

    /**
     * When the thread started, as far as it was seen or told; nanoseconds since the epoch, 0
     * unknown.
     */
    public long startTimestamp() {
        return startTimestamp;
    }

    /** Whether nobody introduced this thread: only its tid is known. */
    public boolean placeholder() {
        return placeholder;
    }

    /** When the thread last executed a program, nanoseconds since the epoch, 0 unknown. */
    public long lastExec() {
        return lastExec;
    }

    /** Living threads of the process other than its main one. */
    public long childCount() {
        if (group == null) {
            return 0;
        }
        ThreadState main = main();
        return main != null && !main.dead ? group.living - 1 : group.living;
    }

    /** Living threads of the process; 0 where the process is not known. */
    public long threadCount() {
        return group == null ? 0 : group.living;
    }

    /** How many fds the process has open; 0 where its main thread is not known. */
    public long fdOpenCount() {
        ThreadState main = main();
        return main == null ? 0 : main.ownFds.size();
    }

    /** The open fds, shared by the threads of a process. */
    public FdTable fds() {
        if ((flags & CloneFlags.FILES) == 0) {
            return ownFds;
        }
        ThreadState main = main();
        return main == null ? ownFds : main.ownFds;
    }

    /** From now on this thread has a table of fds of its own, with what is in the shared one. */
    void unshareFds() {
        FdTable shared = fds();
        if (isMain()) {
            leaveFdsToOthers(shared);
        }
        if (shared == ownFds && !shared.isShared()) {
            return;
        }
        FdTable before = ownFds;
        ownFds = shared.fork();
        before.leave();
        flags &= ~CloneFlags.FILES;
    }

    /** The other threads, which look for their fds here, keep the table among themselves. */
    private void leaveFdsToOthers(FdTable shared) {
        if (group == null) {
            return;
        }
        for (ThreadState other : group.members) {
            if (other != this && (other.flags & CloneFlags.FILES) != 0) {
                FdTable unused = other.ownFds;
                other.ownFds = shared.join();
                unused.leave();
                other.flags &= ~CloneFlags.FILES;
            }
        }
    }
}
