// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.Conversion;
import dev.kansoku.capture.process.FileNames;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.ffi.Native;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads what {@code tell_fd} of {@code tables.bpf.c} writes of an open file, behind the head.
 *
 * <pre>
 *   40   44      48     52    56       64     72       73    74        76      80        82
 *  +----+-------+------+-----+--------+------+--------+-----+---------+-------+---------+----------+---
 *  | fd | flags | mode | dev | fs kind| inode| family | type| protocol| state | own port| peer port|
 *  +----+-------+------+-----+--------+------+--------+-----+---------+-------+---------+----------+---
 *   88                                   104                                    120           124
 *  +------------------------------------+--------------------------------------+-------------+------
 *  | own address, or kernel's, 16 bytes  | peer's (of a unix socket: at 96)      | name length | name
 *  +------------------------------------+--------------------------------------+-------------+------
 * </pre>
 */
final class FdRecord {
    private static final int NAME_LENGTH = 120;
    private static final int NAME = 124;

    private static final int ANONYMOUS_FS = 0x09041934;
    private static final int NAMESPACE_FS = 0x6e736673;
    private static final int PIPE_FS = 0x50495045;
    private static final int PID_FS = 0x50494446;

    private static final int KIND = 0170000;
    private static final int SOCKET = 0140000;
    private static final int FOLDER = 0040000;
    private static final int FIFO = 0010000;

    private static final int UNIX = 1;
    private static final int INET = 2;
    private static final int INET6 = 10;
    private static final int NETLINK = 16;
    private static final int LISTENING = 10;
    private static final int O_CLOEXEC = 02000000;

    private static final byte[] NOTHING = new byte[0];

    private final Conversion openFlags =
            Objects.requireNonNull(Conversion.all(Native.ARCHITECTURE).get("open_flags"));

    RunningFile read(StartRecord record) {
        return new RunningFile(record.tid(), record.pid(), record.table(), entry(record));
    }

    private FdEntry entry(StartRecord record) {
        int raw = record.i32(44) | (record.has(StartRecord.CLOEXEC) ? O_CLOEXEC : 0);
        int flags = openFlags.apply(raw);
        int mode = record.i32(48) & KIND;
        if (mode == SOCKET && record.u16(72) != 0) {
            return socket(record, flags);
        }
        long inode = record.u64(64);
        byte[] path = record.text(NAME, record.i32(NAME_LENGTH));
        return switch ((int) record.u64(56)) {
            case ANONYMOUS_FS -> {
                String name = "anon_inode:" + withoutSlash(path);
                yield plain(record, FileNames.anonymous(name), bytes(name), flags);
            }
            case PID_FS -> plain(record, FdType.PIDFD, bytes("anon_inode:[pidfd]"), flags);
            case PIPE_FS -> plain(record, FdType.FIFO, bytes("pipe:[" + inode + "]"), flags);
            case NAMESPACE_FS -> {
                String name = new String(path, StandardCharsets.ISO_8859_1) + ":[" + inode + "]";
                yield file(record, FdType.FILE_V2, bytes(name), flags);
            }
            default -> {
                boolean noTree = record.has(StartRecord.NO_TREE);
                if (noTree && withoutSlash(path).startsWith("memfd:")) {
                    String name = "/" + withoutSlash(path) + " (deleted)";
                    yield plain(record, FdType.MEMFD, bytes(name), flags);
                }
                FdType type =
                        switch (mode) {
                            case FOLDER -> FdType.DIRECTORY;
                            case FIFO -> FdType.FIFO;
                            default -> FdType.FILE_V2;
                        };
                yield file(record, type, path, flags);
            }
        };
    }

    private static FdEntry socket(StartRecord record, int flags) {
        int family = record.u16(72) & 0xff;
        return switch (family) {
            case UNIX -> unix(record, flags);
            case INET, INET6 -> internet(record, family == INET ? 4 : 16, flags);
            case NETLINK -> plain(record, FdType.NETLINK, NOTHING, flags);
            default -> {
                String name = "socket:[" + record.u64(64) + "]";
                yield plain(record, FdType.UNSUPPORTED, bytes(name), flags);
            }
        };
    }

    /** As in events: the client's end first. */
    private static FdEntry unix(StartRecord record, int flags) {
        byte[] name = record.text(NAME, record.i32(NAME_LENGTH));
        long own = record.u64(88);
        long peer = record.u64(96);
        SocketEntry.Role role = SocketEntry.Role.UNKNOWN;
        if (record.i32(76) == LISTENING) {
            role = SocketEntry.Role.SERVER;
        } else if (peer != 0 && name.length > 0) {
            role =
                    record.has(StartRecord.PEER_NAME)
                            ? SocketEntry.Role.CLIENT
                            : SocketEntry.Role.SERVER;
        }
        boolean incoming = role == SocketEntry.Role.SERVER && peer != 0;
        SocketEntry ends =
                new SocketEntry(
                        NOTHING,
                        0,
                        NOTHING,
                        0,
                        1,
                        incoming ? peer : own,
                        incoming ? own : peer,
                        role);
        return new FdEntry(
                record.i32(40), record.u64(64), FdType.UNIX_SOCKET, name, flags, 0, ends);
    }

    /** One that is bound but not connected has its own end alone. */
    private static FdEntry internet(StartRecord record, int width, int flags) {
        byte[] own = record.bytes(88, width);
        byte[] peer = record.bytes(104, width);
        int ownPort = record.u16(80);
        int peerPort = record.u16(82);
        boolean bound = peerPort == 0 && isZero(peer) && ownPort != 0;
        FdType type;
        if (width == 4) {
            type = bound ? FdType.IPV4_SERVER : FdType.IPV4_SOCKET;
        } else {
            type = bound ? FdType.IPV6_SERVER : FdType.IPV6_SOCKET;
        }
        SocketEntry ends =
                new SocketEntry(
                        own,
                        ownPort,
                        bound ? NOTHING : peer,
                        peerPort,
                        FileNames.protocol(record.u16(72) >> 8, record.u16(74)),
                        0,
                        0);
        return new FdEntry(record.i32(40), record.u64(64), type, NOTHING, flags, 0, ends);
    }

    private static FdEntry plain(StartRecord record, FdType type, byte[] name, int flags) {
        return new FdEntry(record.i32(40), record.u64(64), type, name, flags, 0, SocketEntry.NONE);
    }

    private static FdEntry file(StartRecord record, FdType type, byte[] name, int flags) {
        return new FdEntry(
                record.i32(40),
                record.u64(64),
                type,
                name,
                flags,
                record.u32(52),
                SocketEntry.NONE);
    }

    private static String withoutSlash(byte[] path) {
        int from = path.length > 0 && path[0] == '/' ? 1 : 0;
        return new String(Arrays.copyOfRange(path, from, path.length), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
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
