package dev.kansoku.engine.state;

import dev.kansoku.event.start.FdType;

/** What is known of one open fd. Changed only by the state. */
public final class FdState {
    /** The event table's bit for fds that an exec closes. */
    static final int CLOEXEC = 4096;

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

    boolean isTcp() {
        return type == FdType.IPV4_SOCKET && protocol == L4_TCP;
    }

    boolean isUdp() {
        return type == FdType.IPV4_SOCKET && protocol == L4_UDP;
    }
}
