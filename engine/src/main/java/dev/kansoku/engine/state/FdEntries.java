// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.event.start.SocketEntry.Role;
import dev.kansoku.event.start.ToldFd;
import java.util.BitSet;

/**
 * Says of an fd what start tables and {@link ToldFd} have room for. Tables name a socket's own end
 * first, and leave it to their reader to find out which end is the server's: by the ports that are
 * served.
 */
final class FdEntries {
    /** In the marks of a told fd, beside those of {@link FdState}. */
    static final int NO_SOURCE = 8;

    static final int NO_DESTINATION = 64;

    private final BitSet served = new BitSet();

    /** Takes note of a port that is served. */
    void note(FdState fd) {
        if (fd.type.isServer()) {
            served.set(fd.sourcePort() & 0xffff);
        }
    }

    /** The entry of a start table. */
    FdEntry entry(FdState fd) {
        boolean ownSecond =
                fd.type == FdType.IPV4_SOCKET
                        && fd.server()
                        && served.get(fd.destinationPort() & 0xffff);
        return entry(fd, ownSecond);
    }

    /** Whether a reader of the table would take something to be otherwise than it is. */
    boolean isMore(FdState fd) {
        return switch (fd.type) {
            case IPV4_SOCKET -> {
                boolean taken = served.get(fd.sourcePort() & 0xffff);
                yield fd.server()
                        ? !served.get(fd.destinationPort() & 0xffff)
                        : taken && fd.name.length > 0;
            }
            case IPV6_SOCKET -> true;
            case UNIX_SOCKET -> fd.server() != (fd.name.length > 0) || fd.client() == fd.server();
            case PIDFD -> true;
            case FILE_V2 -> false;
            default -> fd.device != 0 || fd.openFlags != 0;
        };
    }

    /** All that is known, as the data of an event. */
    static byte[] told(FdState fd) {
        int marks = ToldFd.EXACT | fd.marks();
        if (fd.sourceAddress().length == 0) {
            marks |= NO_SOURCE;
        }
        if (fd.destinationAddress().length == 0) {
            marks |= NO_DESTINATION;
        }
        return ToldFd.write(entry(fd, false), fd.pid(), marks);
    }

    private static FdEntry entry(FdState fd, boolean ownSecond) {
        return new FdEntry(
                fd.number,
                fd.inode,
                fd.type,
                fd.name,
                fd.openFlags,
                fd.device(),
                socket(fd, ownSecond));
    }

    private static SocketEntry socket(FdState fd, boolean ownSecond) {
        Role role = fd.server() ? Role.SERVER : fd.client() ? Role.CLIENT : Role.UNKNOWN;
        if (fd.type == FdType.UNIX_SOCKET) {
            FdDetail.Unix ends = fd.unix();
            return new SocketEntry(
                    Bytes.EMPTY, 0, Bytes.EMPTY, 0, 0, ends.source(), ends.destination(), role);
        }
        if (!fd.type.isInternet()) {
            return SocketEntry.NONE;
        }
        FdDetail.Internet ends =
                ownSecond && !fd.type.isServer() ? fd.internet().swapped() : fd.internet();
        return new SocketEntry(
                ends.source(),
                ends.sourcePort(),
                ends.destination(),
                ends.destinationPort(),
                ends.protocol(),
                0,
                0,
                role);
    }
}
