// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Looks at sockets of other processes by borrowing them: pidfd_getfd(2) brings a duplicate here,
 * which is asked and given back. Linux 5.6 and the right to trace the process are needed. Not
 * thread-safe.
 */
public final class BorrowedSocket implements AutoCloseable {
    private static final Architecture A = Native.ARCHITECTURE;
    private static final int CLOSE = A.select(3, 57);
    private static final int GETSOCKNAME = A.select(51, 204);
    private static final int GETPEERNAME = A.select(52, 205);
    private static final int GETSOCKOPT = A.select(55, 209);
    private static final int PIDFD_OPEN = 434;
    private static final int PIDFD_GETFD = 438;
    private static final int SOL_SOCKET = 1;
    private static final int SO_DOMAIN = 39;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int MAX_ADDRESS = 128;
    private static final int MAX_INFO = 256;

    private final MemorySegment bytes = Arena.ofAuto().allocate(MAX_INFO, 8);
    private final MemorySegment length = Arena.ofAuto().allocate(4, 4);
    private int pidfd = -1;
    private int pidOfPidfd = -1;
    private int fd = -1;

    /**
     * Borrows an fd.
     *
     * @param pid the process, not one of its threads
     * @return whether that worked; give it back with {@link #giveBack}
     */
    public boolean borrow(int pid, int number) {
        if (pid != pidOfPidfd) {
            close();
            pidfd = (int) Native.call(PIDFD_OPEN, pid, 0, 0);
            pidOfPidfd = pid;
        }
        if (pidfd < 0 || number < 0) {
            return false;
        }
        fd = (int) Native.call(PIDFD_GETFD, pidfd, number, 0);
        return fd >= 0;
    }

    public void giveBack() {
        if (fd >= 0) {
            Native.call(CLOSE, fd, 0, 0);
            fd = -1;
        }
    }

    /** The address family, or -1 where the fd is no socket. */
    public int family() {
        return option(SOL_SOCKET, SO_DOMAIN) == 4 ? bytes.get(JAVA_INT, 0) : -1;
    }

    /** A socket's own address as {@code struct sockaddr}; empty where there is none. */
    public byte[] ownAddress() {
        return address(GETSOCKNAME);
    }

    /** The address that a socket is connected to; empty where there is none. */
    public byte[] peerAddress() {
        return address(GETPEERNAME);
    }

    /** Of a listening TCP socket: how many connections wait, -1 where unknown. */
    public int queueLength() {
        return listening() ? bytes.get(JAVA_INT, 24) : -1;
    }

    /** Of a listening TCP socket: how many may wait, -1 where unknown. */
    public int queueLimit() {
        return listening() ? bytes.get(JAVA_INT, 28) : -1;
    }

    @Override
    public void close() {
        if (pidfd >= 0) {
            Native.call(CLOSE, pidfd, 0, 0);
        }
        pidfd = -1;
        pidOfPidfd = -1;
    }

    private boolean listening() {
        // struct tcp_info starts with the state; 10 is LISTEN.
        return option(IPPROTO_TCP, TCP_INFO) >= 32 && bytes.get(JAVA_BYTE, 0) == 10;
    }

    private int option(int level, int name) {
        length.set(JAVA_INT, 0, MAX_INFO);
        long result =
                Native.call(GETSOCKOPT, fd, level, name, bytes.address(), length.address(), 0);
        return result < 0 ? -1 : length.get(JAVA_INT, 0);
    }

    private byte[] address(int call) {
        length.set(JAVA_INT, 0, MAX_ADDRESS);
        if (Native.call(call, fd, bytes.address(), length.address()) < 0) {
            return new byte[0];
        }
        int size = Math.min(length.get(JAVA_INT, 0), MAX_ADDRESS);
        byte[] address = new byte[Math.max(size, 0)];
        MemorySegment.copy(bytes, JAVA_BYTE, 0, address, 0, address.length);
        return address;
    }
}
