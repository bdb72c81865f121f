// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.ffi.KernelFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sockets of one network namespace by inode, from a process's /proc/PID/net. */
final class SocketTables {
    private static final int LIMIT = 64 << 20;
    private static final byte[] NOTHING = new byte[0];
    private static final int TCP = 2;
    private static final int UDP = 3;
    private static final int ICMP = 4;
    private static final int RAW = 5;

    /** A socket: what kind, its two ends, and a unix socket's name. */
    @SuppressWarnings("ArrayRecordComponent") // looked up by inode, never compared
    record Socket(FdType type, SocketEntry ends, byte[] name) {}

    private final Map<Long, Socket> sockets = new HashMap<>();

    private SocketTables() {}

    static SocketTables of(int pid, KernelFile files) {
        SocketTables tables = new SocketTables();
        String folder = "/proc/" + pid + "/net/";
        tables.internet(files.read(folder + "tcp", LIMIT), TCP);
        tables.internet(files.read(folder + "udp", LIMIT), UDP);
        tables.internet(files.read(folder + "icmp", LIMIT), ICMP);
        tables.internet(files.read(folder + "raw", LIMIT), RAW);
        tables.internet(files.read(folder + "tcp6", LIMIT), TCP);
        tables.internet(files.read(folder + "udp6", LIMIT), UDP);
        tables.internet(files.read(folder + "icmp6", LIMIT), ICMP);
        tables.internet(files.read(folder + "raw6", LIMIT), RAW);
        tables.unix(files.read(folder + "unix", LIMIT));
        tables.netlink(files.read(folder + "netlink", LIMIT));
        return tables;
    }

    @Nullable Socket get(long inode) {
        return sockets.get(inode);
    }

    private void internet(byte @Nullable [] table, int protocol) {
        for (String line : lines(table)) {
            String[] cells = line.trim().split("\\s+", -1);
            if (cells.length < 10) {
                continue;
            }
            try {
                byte[] own = address(cells[1]);
                byte[] peer = address(cells[2]);
                boolean v6 = own.length == 16;
                boolean server = isZero(peer);
                FdType type =
                        v6
                                ? server ? FdType.IPV6_SERVER : FdType.IPV6_SOCKET
                                : server ? FdType.IPV4_SERVER : FdType.IPV4_SOCKET;
                SocketEntry ends =
                        new SocketEntry(
                                own,
                                port(cells[1]),
                                server ? NOTHING : peer,
                                server ? 0 : port(cells[2]),
                                protocol,
                                0,
                                0);
                sockets.put(Long.parseLong(cells[9]), new Socket(type, ends, NOTHING));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                continue; // the heading, or a line of another form
            }
        }
    }

    private void unix(byte @Nullable [] table) {
        for (String line : lines(table)) {
            String[] cells = line.trim().split("\\s+", 8);
            if (cells.length < 7 || !cells[0].endsWith(":")) {
                continue;
            }
            try {
                long address =
                        Long.parseUnsignedLong(cells[0].substring(0, cells[0].length() - 1), 16);
                String name = cells.length > 7 ? cells[7] : "";
                sockets.put(
                        Long.parseLong(cells[6]),
                        new Socket(
                                FdType.UNIX_SOCKET,
                                new SocketEntry(NOTHING, 0, NOTHING, 0, 1, address, 0),
                                name.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (NumberFormatException e) {
                continue; // a line of another form
            }
        }
    }

    private void netlink(byte @Nullable [] table) {
        for (String line : lines(table)) {
            String[] cells = line.trim().split("\\s+", -1);
            if (cells.length >= 10 && cells[9].chars().allMatch(Character::isDigit)) {
                sockets.put(
                        Long.parseLong(cells[9]),
                        new Socket(FdType.NETLINK, SocketEntry.NONE, NOTHING));
            }
        }
    }

    private static String[] lines(byte @Nullable [] table) {
        return table == null
                ? new String[0]
                : new String(table, StandardCharsets.ISO_8859_1).split("\n", -1);
    }

    /** The kernel prints an address as 32-bit words of its own byte order: little endian here. */
    private static byte[] address(String text) {
        int digits = text.indexOf(':');
        byte[] address = new byte[digits / 2];
        for (int word = 0; word < digits; word += 8) {
            long value = Long.parseLong(text.substring(word, word + 8), 16);
            for (int i = 0; i < 4; i++) {
                address[word / 2 + i] = (byte) (value >>> 8 * i);
            }
        }
        return address;
    }

    private static int port(String text) {
        return Integer.parseInt(text.substring(text.indexOf(':') + 1), 16);
    }

    private static boolean isZero(byte[] address) {
        for (byte b : address) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
