// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a Unix socket of this machine, such as that of its syslog or of the service
 * manager. Java has streams of that family alone. Thread-safe; a send waits at most as long as it
 * was told.
 */
public final class LocalDatagrams implements AutoCloseable {
    private static final Architecture A = Native.ARCHITECTURE;
    private static final int SOCKET = A.select(41, 198);
    private static final int CONNECT = A.select(42, 203);
    private static final int SENDTO = A.select(44, 206);
    private static final int SETSOCKOPT = A.select(54, 208);
    private static final int CLOSE = A.select(3, 57);
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDTIMEO = 21;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** {@code struct sockaddr_un}: the family, then the path with a zero behind it. */
    private static final int LONGEST_PATH = 107;

    private int fd;

    private LocalDatagrams(int fd) {
        this.fd = fd;
    }

    /**
     * Connects to a socket.
     *
     * @param path of it; {@code @} in front stands for a name without a file
     * @param millis that a send may wait for room
     */
    public static LocalDatagrams connect(String path, long millis) throws SystemCallException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > LONGEST_PATH) {
            throw new IllegalArgumentException("a path of 1 to 107 bytes, not " + name.length);
        }
        boolean abstractName = name[0] == '@';
        if (abstractName) {
            name[0] = 0;
        }
        LocalDatagrams socket =
                new LocalDatagrams(
                        (int)
                                Native.check(
                                        "socket",
                                        Native.call(
                                                SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)));
        boolean whole = false;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            time.set(JAVA_LONG, 0, millis / 1000);
            time.set(JAVA_LONG, 8, millis % 1000 * 1000);
            Native.check(
                    "setsockopt",
                    Native.call(
                            SETSOCKOPT, socket.fd, SOL_SOCKET, SO_SNDTIMEO, time.address(), 16, 0));
            MemorySegment address = arena.allocate(2 + LONGEST_PATH + 1, 2);
            address.set(JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, 2, name.length);
            int length = 2 + name.length + (abstractName ? 0 : 1);
            Native.check("connect", Native.call(CONNECT, socket.fd, address.address(), length));
            whole = true;
            return socket;
        } finally {
            if (!whole) {
                socket.close();
            }
        }
    }

    /** Sends one datagram, whole or not at all. */
    public synchronized void send(byte[] datagram) throws SystemCallException {
        if (fd < 0) {
            throw new IllegalStateException("is closed");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Math.max(1, datagram.length));
            MemorySegment.copy(datagram, 0, bytes, JAVA_BYTE, 0, datagram.length);
            Native.check(
                    "sendto",
                    Native.call(SENDTO, fd, bytes.address(), datagram.length, MSG_NOSIGNAL, 0, 0));
        }
    }

    @Override
    public synchronized void close() {
        if (fd >= 0) {
            Native.call(CLOSE, fd, 0, 0);
            fd = -1;
        }
    }
}
