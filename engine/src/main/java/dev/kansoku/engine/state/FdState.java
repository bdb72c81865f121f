// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.FdType;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one open fd. Changed only by the state. Hosts have a million of them: an fd
 * takes 64 bytes, and what only sockets have stands apart.
 */
public final class FdState {
    /** The event table's bits for files that can be read, or written. */
    static final int READABLE = 1;

    static final int WRITABLE = 2;

    /** The event table's bit for fds that an exec closes. */
    static final int CLOEXEC = 4096;

    /** The event table's bits for files in the layers of an overlay. */
    static final int UPPER_LAYER = 32_768;

    static final int LOWER_LAYER = 65_536;

    static final int L4_UNKNOWN = 0;
    static final int L4_NOT_APPLICABLE = 1;
    static final int L4_TCP = 2;
    static final int L4_UDP = 3;
    static final int L4_ICMP = 4;
    static final int L4_RAW = 5;

    private static final int CLIENT = 1;
    private static final int SERVER = 2;
    private static final int CONNECTED = 4;
    private static final int IN_TABLES = 8;
    private static final int IN_PROGRESS = 16;
    private static final int BELOW_ROOT = 32;

    int number = -1;
    FdType type = FdType.UNKNOWN;
    byte[] name = Bytes.EMPTY;
    int openFlags = 0;
    int device = 0;
    long inode = 0;

    /** What only sockets and the like have. */
    private @Nullable FdDetail detail;

    /** See {@link #stream()}; 0 until a table takes the fd in. */
    long stream = 0;

    long opened = 0;

    private byte marks = 0;

    FdState copy() {
        FdState copy = new FdState();
        copy.number = number;
        copy.type = type;
        copy.name = name;
        copy.openFlags = openFlags;
        copy.device = device;
        copy.inode = inode;
        copy.detail = detail;
        copy.marks = (byte) (marks & ~IN_TABLES);
        copy.stream = stream;
        copy.opened = opened;
        return copy;
    }

    /** What is known beside the rest, to be set again by {@link #marks(int)}. */
    int marks() {
        return marks & ~IN_TABLES;
    }

    void marks(int known) {
        marks = (byte) (known & (CLIENT | SERVER | CONNECTED | IN_PROGRESS | BELOW_ROOT));
    }

    private boolean is(int mark) {
        return (marks & mark) != 0;
    }

    private void mark(int mark, boolean set) {
        marks = (byte) (set ? marks | mark : marks & ~mark);
    }

    void client(boolean is) {
        mark(CLIENT, is);
    }

    void server(boolean is) {
        mark(SERVER, is);
    }

    void connected(boolean is) {
        mark(CONNECTED, is);
    }

    /** Whether a connection was begun that nothing has been heard of since. */
    boolean inProgress() {
        return is(IN_PROGRESS);
    }

    void inProgress(boolean is) {
        mark(IN_PROGRESS, is);
    }

    /**
     * Whether the name is a path below another root than the machine's: the one that its process
     * had when it opened the file, see {@link ThreadState#root()}.
     */
    public boolean belowRoot() {
        return is(BELOW_ROOT);
    }

    void belowRoot(boolean is) {
        mark(BELOW_ROOT, is);
    }

    /** The socket has no peer any more, and is named as one that never had any. */
    void dissolve() {
        connected(false);
        inProgress(false);
        if (!server()) {
            client(false);
        }
        if (detail instanceof FdDetail.Internet ends) {
            detail = ends.withDestination(Bytes.EMPTY, 0);
        } else if (detail instanceof FdDetail.Unix ends) {
            detail = new FdDetail.Unix(ends.source(), 0);
        }
        if (!type.isServer()) {
            name = Bytes.EMPTY;
        }
    }

    /** Whether tables of several processes point here: see {@link FdTable}. */
    boolean isShared() {
        return is(IN_TABLES);
    }

    void share() {
        mark(IN_TABLES, true);
    }

    FdDetail.Internet internet() {
        return detail instanceof FdDetail.Internet internet ? internet : FdDetail.Internet.NONE;
    }

    FdDetail.Unix unix() {
        return detail instanceof FdDetail.Unix unix ? unix : FdDetail.Unix.NONE;
    }

    /** The process that a pidfd stands for, -1 for other fds. */
    long pid() {
        return detail instanceof FdDetail.Process process ? process.pid() : -1;
    }

    void detail(@Nullable FdDetail detail) {
        this.detail = detail;
    }

    public long number() {
        return number;
    }

    public FdType type() {
        return type;
    }

    /** Path, pipe or unix name; for internet sockets the printed tuple. */
    public byte[] name() {
        return name;
    }

    /** Open flags in the event table's encoding. */
    public int openFlags() {
        return openFlags;
    }

    public long device() {
        return Integer.toUnsignedLong(device);
    }

    public long inode() {
        return inode;
    }

    /** Client or own address in network order; empty where there is none. */
    public byte[] sourceAddress() {
        return internet().source();
    }

    public int sourcePort() {
        return internet().sourcePort();
    }

    /** Server or peer address in network order; empty where there is none. */
    public byte[] destinationAddress() {
        return internet().destination();
    }

    public int destinationPort() {
        return internet().destinationPort();
    }

    /**
     * Layer-4 protocol: 0 unknown, 1 not applicable, 2 tcp, 3 udp, 4 icmp, 5 raw. A socket that is
     * neither client nor server yet has none (1), unless it is raw.
     */
    public int protocol() {
        if (!type.isInternet()) {
            return L4_NOT_APPLICABLE;
        }
        int protocol = internet().protocol();
        if (!type.isServer() && protocol != L4_RAW && !client() && !server()) {
            return L4_NOT_APPLICABLE;
        }
        return protocol;
    }

    public long unixSource() {
        return unix().source();
    }

    public long unixDestination() {
        return unix().destination();
    }

    /** Whether this process connected. */
    public boolean client() {
        return is(CLIENT);
    }

    /** Whether this process accepted or listens. */
    public boolean server() {
        return is(SERVER);
    }

    public boolean connected() {
        return is(CONNECTED);
    }

    public boolean closeOnExec() {
        return (openFlags & CLOEXEC) != 0;
    }

    /** Whether this is a file in the upper layer of an overlay. */
    public boolean upperLayer() {
        return isPath() && (openFlags & UPPER_LAYER) != 0;
    }

    /** Whether this is a file in a lower layer of an overlay. */
    public boolean lowerLayer() {
        return isPath() && (openFlags & LOWER_LAYER) != 0;
    }

    private boolean isPath() {
        return type.isFile() || type == FdType.DIRECTORY;
    }

    /**
     * The number of this open file or connection, from 1 on in the order in which the state learned
     * of them. Copies of an fd have the same; the number of an fd that is used again has another.
     */
    public long stream() {
        return stream;
    }

    /** When it was seen to be opened, nanoseconds since the epoch, 0 where it was open before. */
    public long opened() {
        return opened;
    }

    boolean isTcp() {
        return type == FdType.IPV4_SOCKET && internet().protocol() == L4_TCP;
    }

    boolean isUdp() {
        return type == FdType.IPV4_SOCKET && internet().protocol() == L4_UDP;
    }
}
