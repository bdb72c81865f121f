// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.capture.Conversion;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.ffi.FileFacts;
import dev.kansoku.ffi.KernelFile;
import dev.kansoku.ffi.Native;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the open fds of processes. Sockets are looked up in the tables of their namespace. */
final class FdReader {
    private static final int SMALL = 1 << 14;
    private static final String DELETED = " (deleted)";

    private final KernelFile files = new KernelFile();
    private int rootPid = -1;
    private byte[] root = new byte[0];
    private final Map<String, SocketTables> namespaces = new HashMap<>();
    private final Conversion openFlags =
            Objects.requireNonNull(Conversion.all(Native.ARCHITECTURE).get("open_flags"));

    /** An fd of a process; null where it is closed meanwhile. */
    @Nullable FdEntry read(int pid, int fd) {
        String path = "/proc/" + pid + "/fd/" + fd;
        byte[] target = files.link(path);
        if (target == null) {
            return null;
        }
        String text = new String(target, StandardCharsets.ISO_8859_1);
        int flags = openFlags.apply(flags("/proc/" + pid + "/fdinfo/" + fd));
        if (text.startsWith("socket:[")) {
            return socket(pid, fd, text, flags);
        }
        if (FileNames.isAnonymous(text)) {
            return plain(fd, inode(path), FileNames.anonymous(text), target, flags);
        }
        if (text.startsWith("pipe:[")) {
            return plain(fd, bracketed(text), FdType.FIFO, target, flags);
        }
        FileFacts facts = files.facts(path);
        if (facts == null) {
            return null;
        }
        if (text.startsWith("/memfd:")) {
            return plain(fd, facts.inode(), FdType.MEMFD, target, flags);
        }
        byte[] name =
                text.endsWith(DELETED) && isGone(pid, target, facts)
                        ? text.substring(0, text.length() - DELETED.length())
                                .getBytes(StandardCharsets.ISO_8859_1)
                        : target;
        FdType type = facts.isDirectory() ? FdType.DIRECTORY : FdType.FILE_V2;
        if ((facts.mode() & 0170000) == 0010000) {
            type = FdType.FIFO;
        }
        byte[] seen = ProcessReader.below(rootOf(pid), name);
        return new FdEntry(fd, facts.inode(), type, seen, flags, facts.device(), SocketEntry.NONE);
    }

    /** Whether the kernel says that the name is gone; a name may also end like that itself. */
    private boolean isGone(int pid, byte[] name, FileFacts facts) {
        if (facts.links() == 0) {
            return true;
        }
        byte[] root = ("/proc/" + pid + "/root").getBytes(StandardCharsets.ISO_8859_1);
        byte[] path = Arrays.copyOf(root, root.length + name.length);
        System.arraycopy(name, 0, path, root.length, name.length);
        FileFacts there = files.facts(path, false);
        return there == null || there.inode() != facts.inode() || there.device() != facts.device();
    }

    private byte[] rootOf(int pid) {
        if (pid != rootPid) {
            byte[] link = files.link("/proc/" + pid + "/root");
            root = link == null ? new byte[0] : link;
            rootPid = pid;
        }
        return root;
    }

    private FdEntry socket(int pid, int fd, String text, int flags) {
        long inode = bracketed(text);
        byte[] namespace = files.link("/proc/" + pid + "/ns/net");
        String key = namespace == null ? "" : new String(namespace, StandardCharsets.ISO_8859_1);
        SocketTables tables = namespaces.get(key);
        if (tables == null) {
            tables = SocketTables.of(pid, files);
            namespaces.put(key, tables);
        }
        SocketTables.Socket socket = tables.get(inode);
        if (socket == null) {
            return plain(
                    fd,
                    inode,
                    FdType.UNSUPPORTED,
                    text.getBytes(StandardCharsets.ISO_8859_1),
                    flags);
        }
        return new FdEntry(fd, inode, socket.type(), socket.name(), flags, 0, socket.ends());
    }

    private static FdEntry plain(int fd, long inode, FdType type, byte[] name, int flags) {
        return new FdEntry(fd, inode, type, name, flags, 0, SocketEntry.NONE);
    }

    private long inode(String path) {
        FileFacts facts = files.facts(path);
        return facts == null ? 0 : facts.inode();
    }

    private int flags(String file) {
        byte[] info = files.read(file, SMALL);
        String text = info == null ? null : ProcessReader.lines(info).get("flags");
        try {
            return text == null ? 0 : Integer.parseUnsignedInt(text, 8);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long bracketed(String text) {
        int open = text.indexOf('[');
        int close = text.indexOf(']');
        try {
            return open < 0 || close < open ? 0 : Long.parseLong(text, open + 1, close, 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
