// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.FdType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who holds the other end of a pipe, of a pair of unix sockets, or of a connection within this
 * machine. Nothing is kept for this: the fds of all processes are looked through when somebody
 * asks, which is not for every event.
 */
public final class OtherEnds {
    /** More holders than these are not told. */
    private static final int MOST = 64;

    private static final int ACCESS = FdState.READABLE | FdState.WRITABLE;

    /**
     * Who holds an end.
     *
     * @param process its main thread
     */
    public record Holder(ThreadState process, FdState fd) {}

    private OtherEnds() {}

    /** The holders of the other end of an fd, in no order; none where it has no other end. */
    public static List<Holder> of(FdState fd, ThreadTable threads) {
        List<Holder> holders = new ArrayList<>();
        if (hasOtherEnd(fd)) {
            threads.forEach(
                    thread -> {
                        if (thread.isMain() && holders.size() < MOST) {
                            thread.fds().forEach(other -> add(thread, fd, other, holders));
                        }
                    });
        }
        return holders;
    }

    private static void add(ThreadState process, FdState fd, FdState other, List<Holder> holders) {
        if (holders.size() < MOST && isOtherEnd(fd, other)) {
            holders.add(new Holder(process, other));
        }
    }

    private static boolean hasOtherEnd(FdState fd) {
        return switch (fd.type) {
            case FIFO -> fd.inode != 0;
            case UNIX_SOCKET -> fd.unixSource() != 0 || fd.unixDestination() != 0;
            case IPV4_SOCKET, IPV6_SOCKET -> fd.destinationPort() != 0 && fd.sourcePort() != 0;
            default -> false;
        };
    }

    private static boolean isOtherEnd(FdState fd, FdState other) {
        if (fd.type != other.type) {
            return false;
        }
        if (fd.type == FdType.FIFO) {
            return fd.inode == other.inode
                    && fd.device == other.device
                    && (fd.openFlags & ACCESS) != (other.openFlags & ACCESS);
        }
        if (fd.type == FdType.UNIX_SOCKET) {
            return (fd.unixDestination() != 0 && fd.unixDestination() == other.unixSource())
                    || (other.unixDestination() != 0 && other.unixDestination() == fd.unixSource());
        }
        // both ends of a connection are named from the client's side
        return fd.server() != other.server()
                && fd.sourcePort() == other.sourcePort()
                && fd.destinationPort() == other.destinationPort()
                && Arrays.equals(fd.sourceAddress(), other.sourceAddress())
                && Arrays.equals(fd.destinationAddress(), other.destinationAddress());
    }
}
