// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.event.start.FdType;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the kernel sees an fd to be open on, as coarse as is needed for both sides to mean the same.
 * The order is that of {@code predicate.h}, which counts from 1.
 */
enum FdKind {
    INTERNET,
    OTHER_SOCKET,
    FIFO,
    DIRECTORY,
    /** Files, devices, and what has no place in a file system. */
    OTHER;

    static final Set<FdKind> ALL = EnumSet.allOf(FdKind.class);

    /**
     * What the kernel can see where an event's fd is of a type. A file that was opened by a name in
     * /proc can be a pipe, and one that was opened with O_TMPFILE is no directory.
     */
    static Set<FdKind> of(FdType type) {
        return switch (type) {
            case UNKNOWN, UNSUPPORTED -> ALL;
            case IPV4_SOCKET, IPV6_SOCKET, IPV4_SERVER, IPV6_SERVER -> EnumSet.of(INTERNET);
            case UNIX_SOCKET, NETLINK -> EnumSet.of(OTHER_SOCKET);
            case FIFO -> EnumSet.of(FIFO);
            case DIRECTORY -> EnumSet.of(DIRECTORY, OTHER);
            case FILE, FILE_V2 -> EnumSet.of(FIFO, DIRECTORY, OTHER);
            case EVENT,
                    SIGNALFD,
                    EVENTPOLL,
                    INOTIFY,
                    TIMERFD,
                    BPF,
                    USERFAULTFD,
                    IO_URING,
                    MEMFD,
                    PIDFD ->
                    EnumSet.of(OTHER);
        };
    }

    /** The number that the kernel programs know it by. */
    int code() {
        return ordinal() + 1;
    }
}
