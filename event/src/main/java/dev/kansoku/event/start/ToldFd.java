// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

import dev.kansoku.event.LittleEndian;
import java.util.Arrays;

/**
 * What a source tells of one fd in the middle of the stream, since the call that brought the fd
 * (with a message, or out of another process) says only its number: the data of an {@code
 * asyncevent} named {@link #EVENT_NAME}, whose thread is one of the process that has the fd. It
 * only carries state and is shown to nobody. Little endian.
 *
 * <pre>
 *   0         1      2          3   4    8       12       16      24      32          34          36
 *  +---------+------+----------+---+----+-------+--------+-------+-------+-----------+-----------+------+------
 *  | version | type | protocol | m | fd | flags | device | inode | pid   | name size | pair size | name | pair
 *  +---------+------+----------+---+----+-------+--------+-------+-------+-----------+-----------+------+------
 * </pre>
 *
 * <p>Type is a code of {@link FdType}; protocol is a socket's as in {@link SocketEntry}; flags are
 * the open flags in the event table's encoding; pid is the process that a pidfd stands for, else
 * -1. Marks (m) are 0 or {@link #CLOSED} where a source tells, else {@link #EXACT} and what the
 * state knows beyond all this. The name has no NUL. The pair is a socket's two ends as events have
 * them, the own end first. An instance is moved from one told fd to the next; not thread-safe.
 */
public final class ToldFd {
    /** The name of the events that tell of fds. */
    public static final String EVENT_NAME = "kansoku.fd";

    /** A mark: all is as a state has it, and nothing is to be concluded. */
    public static final int EXACT = 128;

    /** A mark, without {@link #EXACT}: the fd is not open any more. */
    public static final int CLOSED = 1;

    private static final int VERSION = 1;
    private static final int HEADER = 36;
    private static final int LONGEST_NAME = 4096;

    /** Of two ends with a path of a unix socket. */
    private static final int LONGEST_PAIR = 128;

    private static final byte[] NOTHING = new byte[0];
    private static final FdType[] TYPES = FdType.values();

    private FdType type = FdType.UNKNOWN;
    private int protocol;
    private int marks;
    private int fd = -1;
    private int flags;
    private int device;
    private long inode;
    private long pid = -1;
    private byte[] name = NOTHING;
    private byte[] pair = NOTHING;

    /** Reads what was told; false, and nothing changes, where the bytes have another form. */
    public boolean read(byte[] bytes, int at, int length) {
        if (length < HEADER || bytes[at] != VERSION) {
            return false;
        }
        int code = bytes[at + 1] & 0xff;
        int nameSize = (int) LittleEndian.unsigned(bytes, at + 32, 2);
        int pairSize = (int) LittleEndian.unsigned(bytes, at + 34, 2);
        if (code >= TYPES.length
                || nameSize > LONGEST_NAME
                || pairSize > LONGEST_PAIR
                || HEADER + nameSize + pairSize > length) {
            return false;
        }
        type = TYPES[code];
        protocol = bytes[at + 2] & 0xff;
        marks = bytes[at + 3] & 0xff;
        fd = (int) LittleEndian.signed(bytes, at + 4, 4);
        flags = (int) LittleEndian.signed(bytes, at + 8, 4);
        device = (int) LittleEndian.signed(bytes, at + 12, 4);
        inode = LittleEndian.signed(bytes, at + 16, 8);
        pid = LittleEndian.signed(bytes, at + 24, 8);
        int end = at + HEADER + nameSize;
        name = Arrays.copyOfRange(bytes, at + HEADER, end);
        pair = Arrays.copyOfRange(bytes, end, end + pairSize);
        return true;
    }

    /**
     * The bytes that tell of an fd.
     *
     * @param pid the process that a pidfd stands for, else -1
     */
    public static byte[] write(FdEntry fd, long pid) {
        return write(fd, pid, 0);
    }

    /**
     * The same as a state knows it.
     *
     * @param marks {@link #EXACT} and what else the state knows
     */
    public static byte[] write(FdEntry fd, long pid, int marks) {
        byte[] pair = pair(fd);
        int nameSize = Math.min(fd.name().length, LONGEST_NAME);
        byte[] bytes = new byte[HEADER + nameSize + pair.length];
        bytes[0] = VERSION;
        bytes[1] = (byte) fd.type().ordinal();
        bytes[2] = (byte) fd.socket().protocol();
        bytes[3] = (byte) marks;
        put(bytes, 4, fd.number(), 4);
        put(bytes, 8, fd.flags(), 4);
        put(bytes, 12, fd.device(), 4);
        put(bytes, 16, fd.inode(), 8);
        put(bytes, 24, pid, 8);
        put(bytes, 32, nameSize, 2);
        put(bytes, 34, pair.length, 2);
        System.arraycopy(fd.name(), 0, bytes, HEADER, nameSize);
        System.arraycopy(pair, 0, bytes, HEADER + nameSize, pair.length);
        return bytes;
    }

    private static byte[] pair(FdEntry fd) {
        SocketEntry socket = fd.socket();
        if (fd.type() == FdType.UNIX_SOCKET) {
            int path = Math.min(fd.name().length, LONGEST_PAIR - 18);
            byte[] pair = new byte[18 + path];
            pair[0] = 1;
            put(pair, 1, socket.unixSource(), 8);
            put(pair, 9, socket.unixDestination(), 8);
            System.arraycopy(fd.name(), 0, pair, 17, path);
            return pair;
        }
        if (!fd.type().isInternet()) {
            return NOTHING;
        }
        int size = fd.type().isIpv4() ? 4 : 16;
        byte[] pair = new byte[1 + 2 * (size + 2)];
        pair[0] = (byte) (size == 4 ? 2 : 10);
        end(pair, 1, size, socket.source(), socket.sourcePort());
        end(pair, 3 + size, size, socket.destination(), socket.destinationPort());
        return pair;
    }

    private static void end(byte[] pair, int at, int size, byte[] address, int port) {
        if (address.length == size) {
            System.arraycopy(address, 0, pair, at, size);
        }
        put(pair, at + size, port, 2);
    }

    private static void put(byte[] bytes, int at, long value, int size) {
        for (int i = 0; i < size; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    public FdType type() {
        return type;
    }

    /** A socket's layer-4 protocol, as in {@link SocketEntry}. */
    public int protocol() {
        return protocol;
    }

    /** 0, {@link #CLOSED}, or {@link #EXACT} and more. */
    public int marks() {
        return marks;
    }

    public int fd() {
        return fd;
    }

    public int flags() {
        return flags;
    }

    public int device() {
        return device;
    }

    public long inode() {
        return inode;
    }

    /** The process that a pidfd stands for, else -1. */
    public long pid() {
        return pid;
    }

    /** What the fd is called; to be changed by nobody. */
    public byte[] name() {
        return name;
    }

    /** A socket's two ends as events have them; to be changed by nobody. */
    public byte[] pair() {
        return pair;
    }
}
