package dev.kansoku.engine.state;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.FdType;

/** Calls that make fds other than files and sockets, and that copy, mark or close fds. */
final class FdEvents {
    private static final int F_DUPFD = 1;
    private static final int F_SETFD = 3;
    private static final int F_DUPFD_CLOEXEC = 26;
    private static final int FD_CLOEXEC = 1;
    private static final int MFD_CLOEXEC = 1;
    private static final int EPOLL_CLOEXEC = 1;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

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
        handlers.exits("bpf", moment -> created(moment, FdType.BPF, FdState.CLOEXEC));
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
        if (!moment.failed() && moment.thread != null && moment.fdNumber >= 0) {
            deferred.close(moment.thread, moment.fdNumber);
        }
    }

    private static void rangeClosed(Moment moment) {
        if (moment.failed() || moment.thread == null) {
            return;
        }
        boolean onExec = (flags(moment) & CLOSE_RANGE_CLOEXEC) != 0;
        moment.thread.fds().closeRange(moment.unsigned(FIRST), moment.unsigned(LAST), onExec);
    }

    private static void duplicated(Moment moment, boolean closeOnExec) {
        if (moment.failed() || moment.fd() == null) {
            return;
        }
        copyTo(moment, moment.result(), closeOnExec);
    }

    private static void copyTo(Moment moment, long number, boolean closeOnExec) {
        FdState original = moment.fd();
        if (original == null) {
            return;
        }
        if (original.number() == number) { // dup2 of an fd to itself changes nothing
            return;
        }
        FdState copy = original.copy();
        copy.openFlags =
                closeOnExec ? copy.openFlags | FdState.CLOEXEC : copy.openFlags & ~FdState.CLOEXEC;
        moment.create(number, copy);
    }

    private static void controlled(Moment moment) {
        if (moment.failed() || moment.fd() == null) {
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
        pipeEnd(moment, moment.signed(FD1));
        pipeEnd(moment, moment.signed(FD2));
    }

    private static void pipeEnd(Moment moment, long number) {
        FdState fd = new FdState();
        fd.type = FdType.FIFO;
        fd.inode = moment.unsigned(INODE);
        fd.openFlags = flags(moment);
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

    /** An fd taken over from another process. */
    private void taken(Moment moment) {
        ThreadState thread = moment.thread;
        if (moment.failed() || thread == null) {
            return;
        }
        FdState pidfd = thread.fds().get(moment.signed(PID_FD));
        ThreadState owner = pidfd == null ? null : threads.get(pidfd.pid());
        FdState target = owner == null ? null : owner.fds().get(moment.signed(TARGET_FD));
        FdState copy = target == null ? new FdState() : target.copy();
        copy.openFlags |= FdState.CLOEXEC;
        moment.create(moment.result(), copy);
    }
}
