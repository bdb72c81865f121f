package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.SocketEntry;
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
        FdState fd = new FdState();
        fd.type = told.type();
        fd.openFlags = told.flags();
        fd.device = told.device();
        fd.inode = told.inode();
        fd.opened = moment.timestamp();
        fd.name = texts.of(told.name(), 0, told.name().length);
        if (fd.type.isInternet()) {
            internet(fd);
        } else if (fd.type == FdType.UNIX_SOCKET) {
            if (Endpoints.family(told.pair()) == Endpoints.UNIX && Endpoints.isPair(told.pair())) {
                Endpoints.unix(fd, told.pair());
                fd.name = names.tuple(told.pair());
            }
            fd.server(told.role() == SocketEntry.Role.SERVER);
            fd.client(told.role() == SocketEntry.Role.CLIENT);
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
            fd.name = told.role() == SocketEntry.Role.UNKNOWN ? before.name : fd.name;
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
        if (told.role() == SocketEntry.Role.UNKNOWN) {
            endpoints.update(fd, pair, true);
        } else {
            fd.detail(ends(pair)); // as a state had it, which has looked for IPv4 in IPv6 form
        }
        FdDetail.Internet ends = fd.internet().withProtocol(told.protocol());
        fd.detail(ends);
        if (server) {
            fd.type = fd.type.isIpv4() ? FdType.IPV4_SERVER : FdType.IPV6_SERVER;
            fd.detail(ends.withDestination(Bytes.EMPTY, 0));
            fd.server(true);
        } else if (Endpoints.isAny(ends.destination()) && ends.destinationPort() == 0) {
            fd.server(told.role() == SocketEntry.Role.SERVER);
            fd.client(told.role() == SocketEntry.Role.CLIENT);
            return; // neither bound nor connected to anything yet
        } else {
            setRole(fd);
        }
        fd.name = names.of(fd);
    }

    private FdDetail.Internet ends(byte[] pair) {
        int size = Endpoints.family(pair) == Endpoints.INET ? 4 : 16;
        return new FdDetail.Internet(
                texts.of(pair, 1, size),
                (int) LittleEndian.unsigned(pair, 1 + size, 2),
                texts.of(pair, 3 + size, size),
                (int) LittleEndian.unsigned(pair, 3 + 2 * size, 2),
                0);
    }

    private void setRole(FdState fd) {
        fd.connected(true);
        boolean server =
                switch (told.role()) {
                    case SERVER -> true;
                    case CLIENT -> false;
                    case UNKNOWN -> start.isServed(fd.sourcePort());
                };
        if (server) {
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
