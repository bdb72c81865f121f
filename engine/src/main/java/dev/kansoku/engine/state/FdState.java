package dev.kansoku.engine.state;

import dev.kansoku.event.start.FdType;

/** What is known of one open fd. Changed only by the state. */
public final class FdState {
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

    long number = -1;
    FdType type = FdType.UNKNOWN;
    byte[] name = Bytes.EMPTY;
    int openFlags = 0;
    long device = 0;
    long inode = 0;
    byte[] sourceAddress = Bytes.EMPTY;
    int sourcePort = 0;
    byte[] destinationAddress = Bytes.EMPTY;
    int destinationPort = 0;
    int protocol = L4_UNKNOWN;
    long unixSource = 0;
    long unixDestination = 0;
    long pid = -1;
    boolean client = false;
    boolean server = false;
    boolean connected = false;

    /** See {@link #stream()}; 0 until a table takes the fd in. */
    long stream = 0;

    long opened = 0;

    /** Whether tables of several processes point here: see {@link FdTable}. */
    boolean shared = false;

    FdState copy() {
        FdState copy = new FdState();
        copy.number = number;
        copy.type = type;
        copy.name = name;
        copy.openFlags = openFlags;
        copy.device = device;
        copy.inode = inode;
        copy.sourceAddress = sourceAddress;
        copy.sourcePort = sourcePort;
        copy.destinationAddress = destinationAddress;
        copy.destinationPort = destinationPort;
        copy.protocol = protocol;
        copy.unixSource = unixSource;
        copy.unixDestination = unixDestination;
        copy.pid = pid;
        copy.client = client;
        copy.server = server;
        copy.connected = connected;
        copy.stream = stream;
        copy.opened = opened;
        return copy;
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
        return device;
    }

    public long inode() {
        return inode;
    }

    /** Client or own address in network order; empty where there is none. */
    public byte[] sourceAddress() {
        return sourceAddress;
    }

    public int sourcePort() {
        return sourcePort;
    }

    /** Server or peer address in network order; empty where there is none. */
    public byte[] destinationAddress() {
        return destinationAddress;
    }

    public int destinationPort() {
        return destinationPort;
    }

    /**
     * Layer-4 protocol: 0 unknown, 1 not applicable, 2 tcp, 3 udp, 4 icmp, 5 raw. A socket that is
     * neither client nor server yet has none (1), unless it is raw.
     */
    public int protocol() {
        if (!type.isInternet()) {
            return L4_NOT_APPLICABLE;
        }
        if (!type.isServer() && protocol != L4_RAW && !client && !server) {
            return L4_NOT_APPLICABLE;
        }
        return protocol;
    }

    public long unixSource() {
        return unixSource;
    }

    public long unixDestination() {
        return unixDestination;
    }

    /** Whether this process connected. */
    public boolean client() {
        return client;
    }

    /** Whether this process accepted or listens. */
    public boolean server() {
        return server;
    }

    public boolean connected() {
        return connected;
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
        return type == FdType.IPV4_SOCKET && protocol == L4_TCP;
    }

    boolean isUdp() {
        return type == FdType.IPV4_SOCKET && protocol == L4_UDP;
    }
}
