// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import java.util.List;

/** A process takes up another program. */
final class ExecEvents {
    private static final int WRITABLE = 1;
    private static final int UPPER_LAYER = 2;
    private static final int FROM_MEMFD = 4;
    private static final int LOWER_LAYER = 8;
    private static final int AT_EMPTY_PATH = 1;

    private static final MergedParameter EXE = MergedParameter.named("exe");
    private static final MergedParameter ARGS = MergedParameter.named("args");
    private static final MergedParameter PID = MergedParameter.named("pid");
    private static final MergedParameter PTID = MergedParameter.named("ptid");
    private static final MergedParameter FD_LIMIT = MergedParameter.named("fdlimit");
    private static final MergedParameter COMM = MergedParameter.named("comm");
    private static final MergedParameter CGROUPS = MergedParameter.named("cgroups");
    private static final MergedParameter ENV = MergedParameter.named("env");
    private static final MergedParameter TTY = MergedParameter.named("tty");
    private static final MergedParameter VPGID = MergedParameter.named("vpgid");
    private static final MergedParameter PGID = MergedParameter.named("pgid");
    private static final MergedParameter LOGIN_UID = MergedParameter.named("loginuid");
    private static final MergedParameter FLAGS = MergedParameter.named("flags");
    private static final MergedParameter INHERITABLE = MergedParameter.named("cap_inheritable");
    private static final MergedParameter PERMITTED = MergedParameter.named("cap_permitted");
    private static final MergedParameter EFFECTIVE = MergedParameter.named("cap_effective");
    private static final MergedParameter INODE = MergedParameter.named("exe_ino");
    private static final MergedParameter CTIME = MergedParameter.named("exe_ino_ctime");
    private static final MergedParameter MTIME = MergedParameter.named("exe_ino_mtime");
    private static final MergedParameter UID = MergedParameter.named("uid");
    private static final MergedParameter GID = MergedParameter.named("gid");
    private static final MergedParameter EXEPATH = MergedParameter.named("trusted_exepath");
    private static final MergedParameter FILENAME = MergedParameter.named("filename", "pathname");
    private static final MergedParameter DIRFD = MergedParameter.named("dirfd");

    private final ThreadTable threads;
    private final TextPool<KeptText> words;
    private final TextPool<CgroupText> cgroups;
    private final Paths paths;

    ExecEvents(ThreadTable threads, Paths paths) {
        this.threads = threads;
        words = threads.texts().words;
        cgroups = threads.texts().cgroups;
        this.paths = paths;
    }

    void register(Handlers handlers) {
        handlers.exits("execve", this::executed);
        handlers.exits("execveat", this::executed);
    }

    private void executed(Moment moment) {
        ThreadState thread = moment.thread;
        if (thread == null || moment.failed()) {
            return;
        }
        threads.revive(thread);
        Event event = moment.event();
        thread.exe = words.textInPlaceOf(thread.exe, moment, EXE);
        thread.comm =
                moment.has(COMM)
                        ? words.textInPlaceOf(thread.comm, moment, COMM)
                        : words.inPlaceOf(thread.comm, thread.exe.bytes);
        thread.args = words.allInPlaceOf(thread.args, moment, ARGS);
        thread.lastExec = moment.timestamp();
        long pid = moment.signed(PID, thread.pid);
        if (thread.isInvalid()) {
            thread.pid = pid;
            thread.ppid = moment.signed(PTID, -1);
            thread.creator = thread.ppid;
            if ((thread.flags & CloneFlags.CHILD_IN_PIDNS) == 0) {
                thread.vtid = thread.tid;
                thread.vpid = thread.pid;
            }
            threads.connect(thread);
        }
        thread.fdLimit = moment.signed(FD_LIMIT, thread.fdLimit);
        ProcessEvents.setCounters(moment, thread);
        setPath(moment, thread);
        if (ENV.isIn(event, null) || event.parameterCount() > 13) {
            thread.env = words.allInPlaceOf(thread.env, moment, ENV);
        }
        if (moment.has(CGROUPS)) {
            thread.cgroups = cgroups.allInPlaceOf(thread.cgroups, moment, CGROUPS);
        }
        if (moment.has(TTY)) {
            thread.tty = moment.unsigned(TTY);
            thread.ttyTold = moment.timestamp();
        }
        thread.vpgid = moment.signed(VPGID, thread.vpgid);
        thread.pgid = moment.signed(PGID, thread.pgid);
        thread.loginUid = moment.unsigned(LOGIN_UID, thread.loginUid) & 0xffffffffL;
        setFile(moment, event, thread);
        thread.uid = moment.unsigned(UID, thread.uid) & 0xffffffffL;
        thread.gid = moment.unsigned(GID, thread.gid) & 0xffffffffL;
        thread.flags &= CloneFlags.INVERTED | CloneFlags.CHILD_IN_PIDNS;
        if (thread.ownFds.isShared()) {
            FdTable own = thread.ownFds.fork();
            thread.ownFds.leave();
            thread.ownFds = own;
        }
        thread.ownFds.closeOnExec();
        endOthers(thread, moment.timestamp());
    }

    private static void setFile(Moment moment, Event event, ThreadState thread) {
        // "flags" means the file's flags in the exit and something else in an execveat's enter
        if (FLAGS.isIn(event, null)) {
            int flags = (int) event.unsigned(FLAGS.index(event));
            thread.exeWritable = (flags & WRITABLE) != 0;
            thread.exeUpperLayer = (flags & UPPER_LAYER) != 0;
            thread.exeLowerLayer = (flags & LOWER_LAYER) != 0;
            thread.exeFromMemfd = (flags & FROM_MEMFD) != 0;
        }
        thread.capInheritable = moment.unsigned(INHERITABLE, thread.capInheritable);
        thread.capPermitted = moment.unsigned(PERMITTED, thread.capPermitted);
        thread.capEffective = moment.unsigned(EFFECTIVE, thread.capEffective);
        thread.exeInode = moment.unsigned(INODE, thread.exeInode);
        thread.exeInodeCtime = moment.unsigned(CTIME, thread.exeInodeCtime);
        thread.exeInodeMtime = moment.unsigned(MTIME, thread.exeInodeMtime);
    }

    /** The program's path: as the kernel resolved it, or as far as the call's own words tell. */
    private void setPath(Moment moment, ThreadState thread) {
        if (EXEPATH.holder(moment.event(), null) != null) {
            thread.exepath = words.textInPlaceOf(thread.exepath, moment, EXEPATH);
            return;
        }
        Event enter = moment.enter;
        if (enter == null || FILENAME.holder(enter, null) == null) {
            return;
        }
        byte[] name = Bytes.text(enter, FILENAME.index(enter), Bytes.EMPTY);
        thread.exepath = words.inPlaceOf(thread.exepath, pathOf(thread, enter, name));
    }

    private byte[] pathOf(ThreadState thread, Event enter, byte[] name) {
        if (DIRFD.holder(enter, null) == null) {
            return Paths.isMissing(name) ? Bytes.NOT_AVAILABLE : paths.resolve(thread.cwd(), name);
        }
        boolean emptyPath =
                FLAGS.isIn(enter, null)
                        && (enter.unsigned(FLAGS.index(enter)) & AT_EMPTY_PATH) != 0;
        return pathAt(thread, enter.signed(DIRFD.index(enter)), name, emptyPath);
    }

    private byte[] pathAt(ThreadState thread, long dirfd, byte[] name, boolean emptyPath) {
        boolean whole = name.length > 0 && name[0] == '/';
        if (whole) {
            return paths.resolve(Bytes.EMPTY, name);
        }
        byte[] directory = paths.directory(thread, dirfd);
        if (Paths.isUnknown(directory) || (Paths.isMissing(name) && !emptyPath)) {
            return Bytes.NOT_AVAILABLE;
        }
        return paths.resolve(directory, Paths.isMissing(name) ? Bytes.EMPTY : name);
    }

    /** The other threads of the process end with its old program. */
    private void endOthers(ThreadState thread, long timestamp) {
        ThreadGroup group = thread.group;
        if (group == null || group.members.size() < 2) {
            return;
        }
        for (ThreadState other : List.copyOf(group.members)) {
            boolean older = other.startTimestamp <= timestamp;
            if (other != thread && !other.isMain() && older) {
                threads.die(other, timestamp);
                threads.remove(other);
            }
        }
    }
}
