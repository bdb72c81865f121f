package dev.kansoku.engine.state;

import dev.kansoku.event.start.FdType;

/** What is known of one open fd. Changed only by the state. */
public final class FdState {
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
    int protocol = 0;
    long unixSource = 0;
    long unixDestination = 0;
    boolean client = false;
    boolean server = false;
    boolean connected = false;
    boolean closeOnExec = false;

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

    /** Layer-4 protocol: 0 unknown, 1 not applicable, 2 tcp, 3 udp, 4 icmp, 5 raw. */
    public int protocol() {
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

    /** Whether this process accepted. */
    public boolean server() {
        return server;
    }

    public boolean connected() {
        return connected;
    }

    public boolean closeOnExec() {
        return closeOnExec;
    }
}
