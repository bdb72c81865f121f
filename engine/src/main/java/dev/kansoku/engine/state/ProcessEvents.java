// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A process's end, its directories, session, memory and limits. */
final class ProcessEvents {
    private static final int RLIMIT_NOFILE = 7;
    private static final int PR_SET_NAME = 15;
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    /** The kernel's longest thread name. */
    private static final int COMM_LENGTH = 15;

    private static final MergedParameter PATH = MergedParameter.named("path");
    private static final MergedParameter REAPER = MergedParameter.named("reaper_tid");
    private static final MergedParameter VM_SIZE = MergedParameter.named("vm_size");
    private static final MergedParameter VM_RSS = MergedParameter.named("vm_rss");
    private static final MergedParameter VM_SWAP = MergedParameter.named("vm_swap");
    private static final MergedParameter MAJOR = MergedParameter.named("pgft_maj");
    private static final MergedParameter MINOR = MergedParameter.named("pgft_min");
    private static final MergedParameter RESOURCE = MergedParameter.named("resource");
    private static final MergedParameter CURRENT = MergedParameter.named("cur", "newcur");
    private static final MergedParameter PID = MergedParameter.named("pid");
    private static final MergedParameter PGID = MergedParameter.named("pgid");
    private static final MergedParameter OPTION = MergedParameter.named("option");
    private static final MergedParameter TEXT = MergedParameter.named("arg2_str");
    private static final MergedParameter NUMBER = MergedParameter.named("arg2_int");

    private final ThreadTable threads;
    private final Deferred deferred;
    private final TextPool<KeptText> words;
    private final Paths paths;

    ProcessEvents(ThreadTable threads, Deferred deferred, Paths paths) {
        this.threads = threads;
        words = threads.texts().words;
        this.deferred = deferred;
        this.paths = paths;
    }

    void register(Handlers handlers) {
        handlers.enters("procexit", this::ended);
        handlers.exits("chdir", this::directoryChanged);
        handlers.exits("fchdir", this::directoryChangedByFd);
        handlers.exits("getcwd", this::directoryChanged);
        handlers.exits("chroot", this::rootChanged);
        handlers.exits("setsid", ProcessEvents::sessionMade);
        handlers.exits("setpgid", this::groupChanged);
        handlers.exits("prctl", this::controlled);
        handlers.exits("getrlimit", ProcessEvents::limitSeen);
        handlers.exits("setrlimit", ProcessEvents::limitSeen);
        handlers.exits("prlimit", this::limitOfAnother);
        handlers.enters("switch", ProcessEvents::switched);
        handlers.exits("brk", ProcessEvents::memory);
        handlers.exits("mmap", ProcessEvents::memory);
        handlers.exits("mmap2", ProcessEvents::memory);
        handlers.exits("munmap", ProcessEvents::memory);
    }

    private void ended(Moment moment) {
        ThreadState thread = moment.thread;
        if (thread == null) {
            threads.endedUnseen(moment.event().tid(), moment.timestamp());
            return;
        }
        threads.die(thread, moment.timestamp());
        thread.reaperTid = moment.signed(REAPER, -1);
        deferred.end(thread);
    }

    private void directoryChanged(Moment moment) {
        if (!moment.failed() && moment.has(PATH)) {
            changeDirectory(moment, moment.text(PATH, Bytes.EMPTY));
        }
    }

    private void directoryChangedByFd(Moment moment) {
        FdState fd = moment.fd();
        if (!moment.failed()) {
            changeDirectory(moment, fd == null ? Paths.UNKNOWN_DIRECTORY : fd.name);
        }
    }

    private void changeDirectory(Moment moment, byte[] path) {
        ThreadState main = moment.thread == null ? null : moment.thread.main();
        if (main != null) {
            main.cwd = words.inPlaceOf(main.cwd, paths.changed(main.cwd.bytes, path));
        }
    }

    private void rootChanged(Moment moment) {
        ThreadState thread = moment.thread;
        if (thread != null && !moment.failed() && moment.has(PATH)) {
            byte[] path = moment.text(PATH, Bytes.EMPTY);
            thread.root = words.inPlaceOf(thread.root, root(thread, path));
        }
    }

    /** Below another root already, a relative path may begin outside of it: unknown then. */
    private byte[] root(ThreadState thread, byte[] path) {
        byte[] before = thread.root();
        if (before.length <= 1) {
            return paths.resolve(thread.cwd(), path);
        }
        return path.length > 0 && path[0] == '/'
                ? Bytes.joined(before, paths.resolve(Bytes.EMPTY, path))
                : Bytes.EMPTY;
    }

    private static void sessionMade(Moment moment) {
        ThreadState thread = moment.thread;
        if (thread != null && !moment.failed()) {
            ThreadState process = thread.process();
            process.sid = moment.result();
            process.vpgid = moment.result();
            process.pgid = process.pid;
            process.tty = 0;
            process.ttyTold = moment.timestamp();
            process.session = new Session();
        }
    }

    private void groupChanged(Moment moment) {
        ThreadState caller = moment.thread;
        if (caller == null || moment.failed() || !moment.has(PGID)) {
            return;
        }
        long pid = moment.signed(PID);
        ThreadState process = pid == 0 ? caller.process() : withPid(caller.process(), pid);
        if (process == null) {
            return;
        }
        long pgid = moment.signed(PGID);
        process.vpgid = pgid == 0 ? process.vpid : pgid;
        process.pgid = outerGroup(process, caller.process());
    }

    /**
     * The caller itself or its child: those are what setpgid takes, by pids as the caller sees
     * them.
     */
    private @Nullable ThreadState withPid(ThreadState caller, long pid) {
        if (caller.vpid == pid) {
            return caller;
        }
        if (caller.vpid == caller.pid) {
            ThreadState named = threads.get(pid);
            return named != null && named.isMain() && named.parent == caller ? named : null;
        }
        ThreadState child = caller.firstChild;
        for (int i = 0; child != null && i < ThreadTable.LONGEST_WALK; i++) {
            if (child.vpid == pid && child.isMain()) {
                return child;
            }
            child = child.nextSibling;
        }
        return null;
    }

    /** The number that a process's group has outside of all pid namespaces, -1 unknown. */
    private static long outerGroup(ThreadState process, ThreadState caller) {
        if (process.vpgid == process.vpid) {
            return process.pid;
        }
        if (process.vpid == process.pid) {
            return process.vpgid;
        }
        if (caller.vpgid == process.vpgid) {
            return caller.pgid;
        }
        ThreadState parent = process.parent;
        return parent != null && parent.vpgid() == process.vpgid ? parent.pgid() : -1;
    }

    private void controlled(Moment moment) {
        ThreadState thread = moment.thread;
        if (thread == null || moment.failed()) {
            return;
        }
        switch ((int) moment.unsigned(OPTION)) {
            case PR_SET_NAME -> {
                byte[] name = moment.text(TEXT, Bytes.EMPTY);
                if (!Paths.isMissing(name)) {
                    thread.comm = words.inPlaceOf(thread.comm, cut(name));
                }
            }
            case PR_SET_CHILD_SUBREAPER -> {
                if (thread.group != null) {
                    thread.group.reaper = moment.signed(NUMBER) != 0;
                }
            }
            default -> {
                // the other options leave alone what is kept of a thread
            }
        }
    }

    private static byte[] cut(byte[] name) {
        return name.length > COMM_LENGTH ? Arrays.copyOf(name, COMM_LENGTH) : name;
    }

    private static void limitSeen(Moment moment) {
        if (!moment.failed() && moment.thread != null) {
            setLimit(moment, moment.thread);
        }
    }

    private void limitOfAnother(Moment moment) {
        if (moment.failed() || moment.thread == null) {
            return;
        }
        long tid = moment.signed(PID);
        ThreadState thread = tid == 0 ? moment.thread : threads.get(tid);
        if (thread != null && !thread.isInvalid()) {
            setLimit(moment, thread);
        }
    }

    private static void setLimit(Moment moment, ThreadState thread) {
        ThreadState main = thread.main();
        long current = moment.signed(CURRENT, -1);
        if (main != null
                && current != -1
                && moment.has(RESOURCE)
                && moment.unsigned(RESOURCE) == RLIMIT_NOFILE) {
            main.fdLimit = current;
        }
    }

    private static void switched(Moment moment) {
        ThreadState thread = moment.thread;
        if (thread == null || !moment.has(VM_SWAP)) {
            return;
        }
        thread.majorFaults = moment.unsigned(MAJOR);
        thread.minorFaults = moment.unsigned(MINOR);
        ThreadState main = thread.main();
        if (main != null) {
            setMemory(moment.event(), main);
        }
    }

    private static void memory(Moment moment) {
        if (moment.thread != null && moment.has(VM_SWAP)) {
            setMemory(moment.event(), moment.thread);
        }
    }

    static void setMemory(Event event, ThreadState thread) {
        thread.vmSize = event.unsigned(VM_SIZE.index(event));
        thread.vmRss = event.unsigned(VM_RSS.index(event));
        thread.vmSwap = event.unsigned(VM_SWAP.index(event));
    }

    /** Takes memory counters and page faults from an event of a clone or an exec. */
    static void setCounters(Moment moment, ThreadState thread) {
        if (moment.has(VM_SWAP)) {
            thread.majorFaults = moment.unsigned(MAJOR);
            thread.minorFaults = moment.unsigned(MINOR);
            setMemory(moment.event(), thread);
        }
    }
}
