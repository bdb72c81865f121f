// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.Conversion;
import dev.kansoku.capture.Recipe;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.ffi.BorrowedSocket;
import dev.kansoku.ffi.FileFacts;
import dev.kansoku.ffi.KernelFile;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of sockets. The two ends are asked of the socket itself, borrowed from its process.
 *
 * <p>Kernel addresses of unix sockets are not seen from here: the inode stands for a socket's own,
 * and 0 for its peer's unless both ends belong to one socketpair.
 */
final class SocketParts implements AutoCloseable {
    private static final int UNIX = 1;
    private static final int INET = 2;
    private static final int INET6 = 10;
    private static final int MAX_ADDRESS = 110;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int SO_COOKIE = 57;
    private static final int IN_PROGRESS = -115;

    /** The options of SOL_SOCKET whose value is an int, by number. */
    private static final long INT_OPTIONS = 0x3fffce0fe0ddfeeL;

    private final UserMemory user;
    private final KernelFile files = new KernelFile();
    private final BorrowedSocket socket = new BorrowedSocket();

    SocketParts(UserMemory user) {
        this.user = user;
    }

    @Nullable Part part(Recipe recipe, int width, @Nullable Conversion conversion) {
        return switch (recipe.kind()) {
            case "address" -> {
                int n = recipe.number(0);
                int l = recipe.number(1);
                yield (call, out) ->
                        out.bytes(address(given(call, call.argument(n), call.argument(l))));
            }
            case "tuple" -> tuple(recipe);
            case "queue" -> queue(recipe.operand(1), width);
            case "pair" -> pair(recipe.operand(0).equals("peer") ? 4 : 0);
            case "option" -> option(recipe, width, conversion);
            default -> null;
        };
    }

    @Override
    public void close() {
        socket.close();
    }

    private byte[] given(Call call, long address, long length) {
        if (address == 0 || length < 3) {
            return new byte[0];
        }
        return user.bytes(call, address, (int) Math.min(length & 0xffffffffL, MAX_ADDRESS));
    }

    private static int family(byte[] address) {
        return address.length < 2 ? 0 : (address[0] & 0xff) | (address[1] & 0xff) << 8;
    }

    /** A struct sockaddr in the form of captures: family, ip and port, or a path. */
    static byte[] address(byte[] from) {
        int family = family(from);
        if (from.length < 3) {
            return new byte[0];
        }
        if (family == UNIX) {
            byte[] path = path(from);
            byte[] to = new byte[1 + path.length];
            to[0] = UNIX;
            System.arraycopy(path, 0, to, 1, path.length);
            return to;
        }
        byte[] end = end(from, family);
        byte[] to = new byte[1 + end.length];
        to[0] = (byte) family;
        System.arraycopy(end, 0, to, 1, end.length);
        return to;
    }

    /** Ip in network order and port in little endian; zeros where the address is another's. */
    private static byte[] end(byte[] from, int family) {
        int size = size(family);
        byte[] end = new byte[size == 0 ? 0 : size + 2];
        int at = family == INET ? 4 : 8;
        if (size > 0 && family(from) == family && from.length >= at + size) {
            System.arraycopy(from, at, end, 0, size);
            end[size] = from[3];
            end[size + 1] = from[2];
        }
        return end;
    }

    private static int size(int family) {
        return switch (family) {
            case INET -> 4;
            case INET6 -> 16;
            default -> 0;
        };
    }

    /**
     * The path of a struct sockaddr_un with its NUL; {@code @} stands for an abstract name's NUL.
     */
    private static byte[] path(byte[] from) {
        if (from.length < 3) {
            return new byte[] {0};
        }
        byte[] path = Arrays.copyOfRange(from, 2, from.length + 1);
        path[path.length - 1] = 0;
        if (path[0] == 0) {
            path[0] = '@';
            return path;
        }
        int end = 0;
        while (path[end] != 0) {
            end++;
        }
        return Arrays.copyOf(path, end + 1);
    }

    private Part tuple(Recipe recipe) {
        boolean ofResult = recipe.operand(0).equals("ret");
        int fdArgument = ofResult ? 0 : recipe.number(0);
        boolean in = recipe.operand(1).equals("in");
        String asked = recipe.operand(2);
        return (call, out) -> {
            if (call.result() < 0 && call.result() != IN_PROGRESS) {
                out.absent();
                return;
            }
            int fd = (int) (ofResult ? call.result() : call.argument(fdArgument));
            out.bytes(ends(call, fd, in, asked));
        };
    }

    private byte[] ends(Call call, int fd, boolean in, String asked) {
        if (!socket.borrow(call.pid(), fd)) {
            return new byte[0];
        }
        int family;
        byte[] own;
        byte[] peer;
        try {
            family = socket.family();
            own = socket.ownAddress();
            peer = socket.peerAddress();
        } finally {
            socket.giveBack();
        }
        if (family == UNIX) {
            return unixEnds(call, fd, in, own, peer, asked);
        }
        if (size(family) == 0) {
            return new byte[0];
        }
        if (peer.length == 0) {
            peer = asked(call, asked);
        }
        byte[] first = end(in ? peer : own, family);
        byte[] second = end(in ? own : peer, family);
        byte[] ends = new byte[1 + first.length + second.length];
        ends[0] = (byte) family;
        System.arraycopy(first, 0, ends, 1, first.length);
        System.arraycopy(second, 0, ends, 1 + first.length, second.length);
        return ends;
    }

    /** The ports of an internet socket's two ends; none of another file. */
    int[] ports(Call call, int fd, String asked) {
        if (!socket.borrow(call.pid(), fd)) {
            return new int[0];
        }
        int family;
        byte[] own;
        byte[] peer;
        try {
            family = socket.family();
            own = socket.ownAddress();
            peer = socket.peerAddress();
        } finally {
            socket.giveBack();
        }
        if (size(family) == 0) {
            return new int[0];
        }
        return new int[] {port(own), port(peer.length == 0 ? asked(call, asked) : peer)};
    }

    private static int port(byte[] address) {
        return address.length < 4 ? 0 : (address[2] & 0xff) << 8 | (address[3] & 0xff);
    }

    /** The address that an unconnected call names; empty where it names none. */
    private byte[] asked(Call call, String asked) {
        if (asked.isEmpty()) {
            return new byte[0];
        }
        long address =
                asked.equals("msg")
                        ? user.number(call, call.argument(1), 8, 0)
                        : call.argument(Integer.parseInt(asked));
        if (address == 0) {
            return new byte[0];
        }
        long family = user.number(call, address, 2, 0);
        int length =
                switch ((int) family) {
                    case INET -> 16;
                    case INET6 -> 28;
                    default -> MAX_ADDRESS;
                };
        return user.bytes(call, address, length);
    }

    private byte[] unixEnds(Call call, int fd, boolean in, byte[] own, byte[] peer, String asked) {
        byte[] path = path(in ? own : peer);
        if (path.length == 1 && in) {
            path = path(peer);
        } else if (path.length == 1) {
            byte[] named = asked(call, asked);
            path = family(named) == UNIX ? path(ended(named)) : path;
        }
        long inode = inode(call, fd);
        byte[] ends = new byte[17 + path.length];
        ends[0] = UNIX;
        for (int i = 0; i < 8; i++) {
            ends[(in ? 9 : 1) + i] = (byte) (inode >>> 8 * i);
        }
        System.arraycopy(path, 0, ends, 17, path.length);
        return ends;
    }

    /** An address of unknown length, cut at its path's end. */
    private static byte[] ended(byte[] address) {
        int end = 2;
        while (end < address.length && address[end] != 0) {
            end++;
        }
        return Arrays.copyOf(address, end);
    }

    private long inode(Call call, int fd) {
        FileFacts facts = files.facts("/proc/" + call.pid() + "/fd/" + fd);
        return facts == null ? 0 : facts.inode();
    }

    private Part queue(String what, int width) {
        return (call, out) -> {
            int length = 0;
            int limit = 0;
            if (socket.borrow(call.pid(), (int) call.argument(0))) {
                length = Math.max(0, socket.queueLength());
                limit = Math.max(0, socket.queueLimit());
                socket.giveBack();
            }
            out.sized(
                    switch (what) {
                        case "percent" -> limit == 0 ? 0 : length * 100L / limit;
                        case "length" -> length;
                        default -> limit;
                    },
                    width);
        };
    }

    private Part pair(int offset) {
        return (call, out) -> {
            long inode = 0;
            if (call.result() >= 0 && user.has(call, call.argument(3) + offset, 4)) {
                inode = inode(call, user.view().intAt(0));
            }
            out.number(inode);
        };
    }

    private Part option(Recipe recipe, int width, @Nullable Conversion conversion) {
        boolean inMemory = recipe.operand(1).equals("mem");
        return switch (recipe.operand(0)) {
            case "level" ->
                    (call, out) ->
                            Parts.put(
                                    Math.min(call.argument(1) & 0xffffffffL, 255),
                                    width,
                                    conversion,
                                    out);
            case "name" ->
                    (call, out) ->
                            Parts.put(
                                    (int) call.argument(1) == SOL_SOCKET ? call.argument(2) : 0,
                                    width,
                                    conversion,
                                    out);
            default -> (call, out) -> putOption(call, inMemory, out);
        };
    }

    private void putOption(Call call, boolean inMemory, EventBuilder out) {
        int name = (int) call.argument(2);
        long value = call.argument(3);
        if ((int) call.argument(1) == SOL_SOCKET) {
            if (name == SO_ERROR) {
                long error = (int) user.number(call, value, 4, 0);
                out.bytes(ControlParts.dynamic(1, -error, 8));
                return;
            }
            if (name == SO_RCVTIMEO || name == SO_SNDTIMEO) {
                long time = 0;
                if (user.has(call, value, 16)) {
                    time = user.view().longAt(0) * 1_000_000_000L + user.view().longAt(8) * 1000;
                }
                out.bytes(ControlParts.dynamic(4, time, 8));
                return;
            }
            if (name == SO_COOKIE) {
                out.bytes(ControlParts.dynamic(3, user.number(call, value, 8, 0), 8));
                return;
            }
            if (name >= 0 && name < 64 && (INT_OPTIONS >>> name & 1) != 0) {
                out.bytes(ControlParts.dynamic(2, user.number(call, value, 4, 0), 4));
                return;
            }
        }
        long length = call.argument(4) & 0xffffffffL;
        if (inMemory) {
            length = user.number(call, call.argument(4), 4, 0);
        }
        byte[] bytes = user.bytes(call, value, (int) Math.min(length, call.snapLength()));
        byte[] dynamic = new byte[1 + bytes.length];
        System.arraycopy(bytes, 0, dynamic, 1, bytes.length);
        out.bytes(dynamic);
    }
}
