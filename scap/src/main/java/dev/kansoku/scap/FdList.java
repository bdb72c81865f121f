// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;

/** The open fds of one process: its thread id, then entries. */
final class FdList {
    private static final byte[] NOTHING = new byte[0];
    private static final int SMALLEST = 8 + 8 + 1;
    private static final FdType[] TYPES = FdType.values();

    private FdList() {}

    static void read(BlockBody body, boolean sized, StartListener to)
            throws TornBlockException, IOException {
        long tid = body.u64();
        while (body.has(sized ? 4 + SMALLEST : SMALLEST)) {
            if (sized) {
                body.enter(body.u32() - 4);
            }
            to.fd(tid, entry(body, sized));
            if (sized) {
                body.leave();
            }
        }
    }

    private static FdEntry entry(BlockBody body, boolean sized)
            throws TornBlockException, IOException {
        long number = body.u64();
        long inode = body.u64();
        int code = body.u8();
        if (code >= TYPES.length) {
            if (!sized) {
                throw new TornBlockException("an fd of unknown type " + code);
            }
            return new FdEntry(number, inode, FdType.UNSUPPORTED, NOTHING, 0, 0, SocketEntry.NONE);
        }
        FdType type = TYPES[code];
        return switch (type) {
            case IPV4_SOCKET, IPV6_SOCKET -> {
                int width = type == FdType.IPV4_SOCKET ? 4 : 16;
                byte[] source = body.bytes(width);
                byte[] destination = body.bytes(width);
                int sourcePort = body.u16();
                int destinationPort = body.u16();
                yield socket(
                        number,
                        inode,
                        type,
                        new SocketEntry(
                                source, sourcePort, destination, destinationPort, body.u8(), 0, 0));
            }
            case IPV4_SERVER, IPV6_SERVER -> {
                byte[] own = body.bytes(type == FdType.IPV4_SERVER ? 4 : 16);
                int port = body.u16();
                yield socket(
                        number,
                        inode,
                        type,
                        new SocketEntry(own, port, NOTHING, 0, body.u8(), 0, 0));
            }
            case UNIX_SOCKET -> {
                long source = body.u64();
                long destination = body.u64();
                SocketEntry ends = new SocketEntry(NOTHING, 0, NOTHING, 0, 0, source, destination);
                yield new FdEntry(number, inode, type, body.sized(), 0, 0, ends);
            }
            case FILE_V2 -> {
                int flags = body.i32();
                byte[] name = body.sized();
                long device = sized && body.has(4) ? body.u32() : 0;
                yield new FdEntry(number, inode, type, name, flags, device, SocketEntry.NONE);
            }
            default -> new FdEntry(number, inode, type, body.sized(), 0, 0, SocketEntry.NONE);
        };
    }

    private static FdEntry socket(long number, long inode, FdType type, SocketEntry ends) {
        return new FdEntry(number, inode, type, NOTHING, 0, 0, ends);
    }
}
