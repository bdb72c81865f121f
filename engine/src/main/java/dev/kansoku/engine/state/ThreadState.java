package dev.kansoku.engine.state;

/**
 * What is known of one thread. Changed only by the state; read by fields while an event is at hand.
 * Text is kept as the bytes it came as; empty means unknown.
 */
public final class ThreadState {
    long tid;
    long pid = -1;
    long ppid = -1;
    long sid = -1;
    long vpgid = -1;
    long pgid = -1;
    long vtid = -1;
    long vpid = -1;
    byte[] comm = Bytes.EMPTY;
    byte[] exe = Bytes.EMPTY;
    byte[] exepath = Bytes.EMPTY;
    byte[] args = Bytes.EMPTY;
    byte[] env = Bytes.EMPTY;
    byte[] cwd = Bytes.EMPTY;
    byte[] root = Bytes.EMPTY;
    byte[] cgroups = Bytes.EMPTY;
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
    long childCount = 0;
    long threadCount = 1;
    FdTable fds = new FdTable();

    public long tid() {
        return tid;
    }

    /** The thread group, -1 unknown. */
    public long pid() {
        return pid;
    }

    /** The parent's pid, -1 unknown. */
    public long ppid() {
        return ppid;
    }

    public long sid() {
        return sid;
    }

    public long vpgid() {
        return vpgid;
    }

    public long pgid() {
        return pgid;
    }

    public long vtid() {
        return vtid;
    }

    public long vpid() {
        return vpid;
    }

    public byte[] comm() {
        return comm;
    }

    /** The first argument, argv[0]. */
    public byte[] exe() {
        return exe;
    }

    public byte[] exepath() {
        return exepath;
    }

    /** Arguments after the first, each with a NUL at its end. */
    public byte[] args() {
        return args;
    }

    /** Environment, each with a NUL at its end. */
    public byte[] env() {
        return env;
    }

    /** The working directory, with a slash at its end. */
    public byte[] cwd() {
        return cwd;
    }

    public byte[] root() {
        return root;
    }

    /** Cgroups as {@code subsystem=path}, each with a NUL at its end. */
    public byte[] cgroups() {
        return cgroups;
    }

    public long fdLimit() {
        return fdLimit;
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

    public long tty() {
        return tty;
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

    /** When the thread's clone was seen, nanoseconds since the epoch, 0 unknown. */
    public long startTimestamp() {
        return startTimestamp;
    }

    /** Whether nobody introduced this thread: only its tid is known. */
    public boolean placeholder() {
        return placeholder;
    }

    /** How many child threads were started. */
    public long childCount() {
        return childCount;
    }

    /** Living threads of the process, on its leader. */
    public long threadCount() {
        return threadCount;
    }

    /** The open fds, shared by the threads of a process. */
    public FdTable fds() {
        return fds;
    }
}
