// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.FdType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls that make fds other than files and sockets, and that copy, mark or close fds. */
final class FdEvents {
    private static final int F_DUPFD = 1;
    private static final int F_SETFD = 3;
    private static final int F_DUPFD_CLOEXEC = 26;
    private static final int FD_CLOEXEC = 1;
    private static final int MFD_CLOEXEC = 1;
    private static final int EPOLL_CLOEXEC = 1;
    private static final int CLOSE_RANGE_UNSHARE = 2;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    /** Errors of a close that tell of the file; the fd is closed all the same. */
    private static final Set<Long> CLOSED_WITH_ERROR =
            Set.of(-4L /* EINTR */, -5L /* EIO */, -28L /* ENOSPC */, -122L /* EDQUOT */);

    /** The commands of bpf that make an fd; others return 0 or a number. */
    private static final Set<Long> BPF_MAKERS =
            Set.of(
                    0L /* MAP_CREATE */,
                    5L /* PROG_LOAD */,
                    7L /* OBJ_GET */,
                    13L /* PROG_GET_FD_BY_ID */,
                    14L /* MAP_GET_FD_BY_ID */,
                    17L /* RAW_TRACEPOINT_OPEN */,
                    18L /* BTF_LOAD */,
                    19L /* BTF_GET_FD_BY_ID */,
                    28L /* LINK_CREATE */,
                    30L /* LINK_GET_FD_BY_ID */,
                    32L /* ENABLE_STATS */,
                    33L /* ITER_CREATE */,
                    36L /* TOKEN_CREATE */);

    private static final MergedParameter FD1 = MergedParameter.named("fd1");
    private static final MergedParameter FD2 = MergedParameter.named("fd2");
    private static final MergedParameter INODE = MergedParameter.named("ino");
    private static final MergedParameter FLAGS = MergedParameter.named("flags");
    private static final MergedParameter COMMAND = MergedParameter.named("cmd");
    private static final MergedParameter ARGUMENT = MergedParameter.named("arg");
    private static final MergedParameter NAME = MergedParameter.named("name");
    private static final MergedParameter PID = MergedParameter.named("pid");
    private static final MergedParameter PID_FD = MergedParameter.named("pid_fd");
    private static final MergedParameter TARGET_FD = MergedParameter.named("target_fd");
    private static final MergedParameter FIRST = MergedParameter.named("first");
    private static final MergedParameter LAST = MergedParameter.named("last");

    private final ThreadTable threads;
    private final Deferred deferred;

    FdEvents(ThreadTable threads, Deferred deferred) {
        this.threads = threads;
        this.deferred = deferred;
    }

    void register(Handlers handlers) {
        handlers.exits("close", this::closed);
        handlers.exits("close_range", FdEvents::rangeClosed);
        handlers.exits("unshare", FdEvents::unshared);
        handlers.exits("dup", moment -> duplicated(moment, false));
        handlers.exits("dup2", moment -> duplicated(moment, false));
        handlers.exits(
                "dup3",
                moment -> duplicated(moment, (moment.unsigned(FLAGS) & FdState.CLOEXEC) != 0));
        handlers.exits("fcntl", FdEvents::controlled);
        handlers.exits("pipe", FdEvents::piped);
        handlers.exits("pipe2", FdEvents::piped);
        handlers.exits("eventfd", moment -> created(moment, FdType.EVENT, 0));
        handlers.exits("eventfd2", moment -> created(moment, FdType.EVENT, flags(moment)));
        handlers.exits("signalfd", moment -> created(moment, FdType.SIGNALFD, 0));
        handlers.exits("signalfd4", moment -> created(moment, FdType.SIGNALFD, flags(moment)));
        handlers.exits("timerfd_create", moment -> created(moment, FdType.TIMERFD, 0));
        handlers.exits("inotify_init", moment -> created(moment, FdType.INOTIFY, 0));
        handlers.exits("inotify_init1", moment -> created(moment, FdType.INOTIFY, flags(moment)));
        handlers.exits("bpf", FdEvents::programmed);
        handlers.exits("userfaultfd", moment -> created(moment, FdType.USERFAULTFD, flags(moment)));
        handlers.exits(
                "io_uring_setup", moment -> created(moment, FdType.IO_URING, FdState.CLOEXEC));
        handlers.exits("epoll_create", moment -> created(moment, FdType.EVENTPOLL, 0));
        handlers.exits(
                "epoll_create1",
                moment ->
                        created(
                                moment,
                                FdType.EVENTPOLL,
                                (flags(moment) & EPOLL_CLOEXEC) != 0 ? FdState.CLOEXEC : 0));
        handlers.exits("memfd_create", FdEvents::memoryFile);
        handlers.exits("pidfd_open", FdEvents::pidfd);
        handlers.exits("pidfd_getfd", this::taken);
    }

    private static int flags(Moment moment) {
        return (int) moment.unsigned(FLAGS);
    }

    private void closed(Moment moment) {
        boolean closed = !moment.failed() || CLOSED_WITH_ERROR.contains(moment.result());
        if (closed && moment.thread != null && moment.fdNumber >= 0) {
            deferred.close(moment.thread, moment.fdNumber);
        }
    }

    private static void rangeClosed(Moment moment) {
        if (moment.failed() || moment.thread == null) {
            return;
        }
        if ((flags(moment) & CLOSE_RANGE_UNSHARE) != 0) {
            moment.thread.unshareFds();
        }
        boolean onExec = (flags(moment) & CLOSE_RANGE_CLOEXEC) != 0;
        moment.thread.fds().closeRange(moment.unsigned(FIRST), moment.unsigned(LAST), onExec);
    }

    private static void unshared(Moment moment) {
        if (!moment.failed() && moment.thread != null && (flags(moment) & CloneFlags.FILES) != 0) {
            moment.thread.unshareFds();
        }
    }

    private static void duplicated(Moment moment, boolean closeOnExec) {
        if (moment.failed()) {
            return;
        }
        copyTo(moment, moment.result(), closeOnExec);
    }

    private static void copyTo(Moment moment, long number, boolean closeOnExec) {
        if (moment.fdNumber == number) { // dup2 of an fd to itself changes nothing
            return;
        }
        FdState original = moment.fd();
        if (original == null) {
            moment.lose(number);
            return;
        }
        FdState copy = original.copy();
        copy.openFlags =
                closeOnExec ? copy.openFlags | FdState.CLOEXEC : copy.openFlags & ~FdState.CLOEXEC;
        moment.create(number, copy);
    }

    private static void controlled(Moment moment) {
        if (moment.failed()) {
            return;
        }
        switch ((int) moment.unsigned(COMMAND)) {
            case F_DUPFD -> copyTo(moment, moment.result(), false);
            case F_DUPFD_CLOEXEC -> copyTo(moment, moment.result(), true);
            case F_SETFD -> {
                FdState fd = moment.has(ARGUMENT) ? moment.ownFd() : null;
                if (fd != null) {
                    fd.openFlags &= ~FdState.CLOEXEC;
                    if ((moment.unsigned(ARGUMENT) & FD_CLOEXEC) != 0) {
                        fd.openFlags |= FdState.CLOEXEC;
                    }
                }
            }
            default -> {
                // the other commands leave alone what is kept of an fd
            }
        }
    }

    private static void piped(Moment moment) {
        if (moment.failed()) {
            return;
        }
        pipeEnd(moment, moment.signed(FD1), FdState.READABLE);
        pipeEnd(moment, moment.signed(FD2), FdState.WRITABLE);
    }

    private static void pipeEnd(Moment moment, long number, int access) {
        FdState fd = new FdState();
        fd.type = FdType.FIFO;
        fd.inode = moment.unsigned(INODE);
        fd.openFlags = flags(moment) | access;
        moment.create(number, fd);
    }

    private static void created(Moment moment, FdType type, int flags) {
        if (moment.failed()) {
            return;
        }
        FdState fd = new FdState();
        fd.type = type;
        fd.openFlags = flags;
        moment.create(moment.result(), fd);
    }

    /** Older writers say in another form what a bpf returned: which commands made an fd is lost. */
    private static void programmed(Moment moment) {
        if (moment.failed() || moment.event().length(0) != Long.BYTES) {
            return;
        }
        if (!moment.has(COMMAND) || BPF_MAKERS.contains(moment.unsigned(COMMAND))) {
            created(moment, FdType.BPF, FdState.CLOEXEC);
        }
    }

    private static void memoryFile(Moment moment) {
        if (moment.failed()) {
            return;
        }
        FdState fd = new FdState();
        fd.type = FdType.MEMFD;
        fd.name = moment.text(NAME, Bytes.EMPTY);
        fd.openFlags = (flags(moment) & MFD_CLOEXEC) != 0 ? FdState.CLOEXEC : 0;
        moment.create(moment.result(), fd);
    }

    private static void pidfd(Moment moment) {
        if (moment.failed()) {
            return;
        }
        FdState fd = new FdState();
        fd.type = FdType.PIDFD;
        long pid = moment.signed(PID);
        fd.detail(new FdDetail.Process(pid));
        fd.name = new TextBuffer(32).put("/proc/").decimal(pid).toBytes();
        fd.openFlags = flags(moment) | FdState.CLOEXEC;
        moment.create(moment.result(), fd);
    }

    /** An fd taken over from another process; without a name where that one is not known. */
    private void taken(Moment moment) {
        ThreadState thread = moment.thread;
        if (moment.failed() || thread == null) {
            return;
        }
        FdState pidfd = thread.fds().get(moment.signed(PID_FD));
        ThreadState owner = pidfd == null || pidfd.pid() < 0 ? null : owner(pidfd, thread);
        FdState target = owner == null ? null : owner.fds().get(moment.signed(TARGET_FD));
        FdState copy = target == null ? new FdState() : target.copy();
        copy.openFlags |= FdState.CLOEXEC;
        copy.belowRoot(false); // that was the other's root
        moment.create(moment.result(), copy);
    }

    /** The process that a pidfd stands for, unless its number is another's by now. */
    private @Nullable ThreadState owner(FdState pidfd, ThreadState thread) {
        if (thread.isInPidNamespace()) {
            return null; // the number is the namespace's
        }
        ThreadState owner = threads.get(pidfd.pid());
        boolean later = owner != null && pidfd.opened < owner.startTimestamp;
        return later ? null : owner;
    }
}
