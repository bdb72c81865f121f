// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ToldFd;

/**
 * Fds of which the call that brought them says only the number: what they are open on follows in an
 * event of its own, whose form {@link ToldFd} has.
 */
final class ToldFds {
    private static final MergedParameter DATA = MergedParameter.named("data");

    private final ThreadTable threads;
    private final StartTables start;
    private final SocketNames names;
    private final Endpoints endpoints;
    private final SharedTexts texts;
    private final ToldFd told = new ToldFd();
    private final TextBuffer out = new TextBuffer();

    ToldFds(
            ThreadTable threads,
            StartTables start,
            SocketNames names,
            Endpoints endpoints,
            SharedTexts texts) {
        this.threads = threads;
        this.start = start;
        this.names = names;
        this.endpoints = endpoints;
        this.texts = texts;
    }

    void told(Moment moment) {
        Event event = moment.event();
        ThreadState thread = threads.get(event.tid());
        int data = DATA.index(event);
        if (thread == null
                || !event.has(data)
                || !told.read(event.bytes(), event.offset(data), event.length(data))) {
            return;
        }
        if (told.marks() == ToldFd.CLOSED) {
            thread.fds().remove(told.fd());
            return;
        }
        FdState fd = new FdState();
        fd.type = told.type();
        fd.openFlags = told.flags();
        fd.device = told.device();
        fd.inode = told.inode();
        fd.opened = moment.timestamp();
        fd.name = texts.of(told.name(), 0, told.name().length);
        if ((told.marks() & ToldFd.EXACT) != 0) {
            exact(fd);
            thread.fds().put(told.fd(), fd);
            return;
        }
        if (fd.type.isInternet()) {
            internet(fd);
        } else if (fd.type == FdType.UNIX_SOCKET) {
            if (Endpoints.family(told.pair()) == Endpoints.UNIX && Endpoints.isPair(told.pair())) {
                Endpoints.unix(fd, told.pair());
                fd.name = names.tuple(told.pair());
            }
        } else if (fd.type == FdType.PIDFD) {
            pidfd(fd);
        } else if (fd.type == FdType.FIFO && fd.name.length == 0) {
            out.clear().put("pipe:[").unsigned(fd.inode).put(']');
            fd.name = texts.of(out);
        }
        FdState before = thread.fds().get(told.fd());
        if (before != null && before.type == fd.type && isSameFile(before, fd)) {
            // known by its name already, from the one that it was copied of or from its making
            fd.stream = before.stream;
            fd.opened = before.opened;
            fd.name = before.name;
        }
        thread.fds().put(told.fd(), fd);
    }

    /** Whether the two can be one open file: calls that make an fd do not all say its inode. */
    private static boolean isSameFile(FdState before, FdState now) {
        return before.inode == 0
                || (before.inode == now.inode
                        && (before.device == 0 || before.device == now.device));
    }

    private void internet(FdState fd) {
        byte[] pair = told.pair();
        boolean server = fd.type.isServer();
        int family = Endpoints.family(pair);
        if ((family != Endpoints.INET && family != Endpoints.INET6) || !Endpoints.isPair(pair)) {
            return;
        }
        endpoints.update(fd, pair, true);
        FdDetail.Internet ends = fd.internet().withProtocol(told.protocol());
        fd.detail(ends);
        if (server) {
            fd.type = fd.type.isIpv4() ? FdType.IPV4_SERVER : FdType.IPV6_SERVER;
            fd.detail(ends.withDestination(Bytes.EMPTY, 0));
            fd.server(true);
        } else if (Endpoints.isAny(ends.destination()) && ends.destinationPort() == 0) {
            return; // neither bound nor connected to anything yet
        } else {
            setRole(fd);
        }
        fd.name = names.of(fd);
    }

    /** What another state knew, from which nothing is to be concluded. */
    private void exact(FdState fd) {
        byte[] pair = told.pair();
        fd.marks(told.marks());
        fd.opened = 0;
        if (fd.type.isInternet() && Endpoints.isPair(pair)) {
            boolean source = (told.marks() & FdEntries.NO_SOURCE) == 0;
            boolean destination = (told.marks() & FdEntries.NO_DESTINATION) == 0;
            int size = Endpoints.family(pair) == Endpoints.INET ? 4 : 16;
            fd.detail(
                    new FdDetail.Internet(
                            source ? texts.of(pair, 1, size) : Bytes.EMPTY,
                            (int) LittleEndian.unsigned(pair, 1 + size, 2),
                            destination ? texts.of(pair, 3 + size, size) : Bytes.EMPTY,
                            (int) LittleEndian.unsigned(pair, 3 + 2 * size, 2),
                            told.protocol()));
        } else if (fd.type == FdType.UNIX_SOCKET && Endpoints.isPair(pair)) {
            Endpoints.unix(fd, pair);
        } else if (fd.type == FdType.PIDFD) {
            fd.detail(new FdDetail.Process(told.pid()));
        }
    }

    private void setRole(FdState fd) {
        fd.connected(true);
        if (start.isServed(fd.sourcePort())) {
            Endpoints.swap(fd);
            fd.server(true);
        } else {
            fd.client(true);
        }
    }

    private void pidfd(FdState fd) {
        fd.detail(new FdDetail.Process(told.pid()));
        out.clear().put("/proc/").decimal(told.pid());
        fd.name = texts.of(out);
    }
}
