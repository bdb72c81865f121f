// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.render.AddressText;
import dev.kansoku.event.start.FdType;

/** Sockets from their making to their connection. */
final class SocketEvents {
    private static final int NETLINK = 16;
    private static final int EISCONN = 106;
    private static final int EALREADY = 114;
    private static final int EINPROGRESS = 115;
    private static final int UNSPECIFIED = 0;

    /** The form of a socket option's value that is an error, which only SO_ERROR has. */
    private static final int ERROR_VALUE = 1;

    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_TCP = 6;
    private static final int IPPROTO_UDP = 17;
    private static final int IPPROTO_RAW = 255;

    private static final MergedParameter DOMAIN = MergedParameter.named("domain");
    private static final MergedParameter TYPE = MergedParameter.named("type");
    private static final MergedParameter PROTOCOL = MergedParameter.named("proto");
    private static final MergedParameter FLAGS = MergedParameter.named("flags");
    private static final MergedParameter ADDRESS = MergedParameter.named("addr");
    private static final MergedParameter TUPLE = MergedParameter.named("tuple");
    private static final MergedParameter FD1 = MergedParameter.named("fd1");
    private static final MergedParameter FD2 = MergedParameter.named("fd2");
    private static final MergedParameter SOURCE = MergedParameter.named("source");
    private static final MergedParameter VALUE = MergedParameter.named("val");
    private static final MergedParameter PEER = MergedParameter.named("peer");

    private final SocketNames names;
    private final Endpoints endpoints;

    SocketEvents(SocketNames names, Endpoints endpoints) {
        this.names = names;
        this.endpoints = endpoints;
    }

    void register(Handlers handlers) {
        handlers.exits("socket", SocketEvents::made);
        handlers.exits("socketpair", SocketEvents::pairMade);
        handlers.exits("bind", this::bound);
        handlers.enters("connect", this::connecting);
        handlers.exits("connect", this::connected);
        handlers.exits("getsockopt", SocketEvents::asked);
        handlers.exits("accept", this::accepted);
        handlers.exits("accept4", this::accepted);
    }

    private static void made(Moment moment) {
        if (moment.failed()) {
            return;
        }
        if (!moment.has(DOMAIN)) {
            moment.lose(moment.result());
            return;
        }
        int type = (int) moment.unsigned(TYPE);
        FdState fd = socket((int) moment.unsigned(DOMAIN), type, (int) moment.unsigned(PROTOCOL));
        fd.openFlags = (type & SOCK_CLOEXEC) != 0 ? FdState.CLOEXEC : 0;
        moment.create(moment.result(), fd);
    }

    static FdState socket(int domain, int type, int protocol) {
        FdState fd = new FdState();
        fd.type =
                switch (domain) {
                    case Endpoints.UNIX -> FdType.UNIX_SOCKET;
                    case Endpoints.INET -> FdType.IPV4_SOCKET;
                    case Endpoints.INET6 -> FdType.IPV6_SOCKET;
                    case NETLINK -> FdType.NETLINK;
                    default -> FdType.UNKNOWN;
                };
        if (fd.type.isInternet()) {
            fd.detail(FdDetail.Internet.NONE.withProtocol(layer4(type & 0xf, protocol)));
        }
        return fd;
    }

    private static int layer4(int type, int protocol) {
        if (protocol == IPPROTO_RAW || (type == SOCK_RAW && protocol != 0)) {
            return FdState.L4_RAW;
        }
        return switch (protocol) {
            case IPPROTO_TCP -> FdState.L4_TCP;
            case IPPROTO_UDP -> FdState.L4_UDP;
            case IPPROTO_ICMP -> FdState.L4_ICMP;
            case 0 ->
                    switch (type) {
                        case SOCK_STREAM -> FdState.L4_TCP;
                        case SOCK_DGRAM -> FdState.L4_UDP;
                        default -> FdState.L4_UNKNOWN;
                    };
            default -> FdState.L4_UNKNOWN;
        };
    }

    private static void pairMade(Moment moment) {
        long first = moment.signed(FD1);
        long second = moment.signed(FD2);
        if (moment.failed() || first == second) {
            return;
        }
        FdState fd = new FdState();
        fd.type = FdType.UNIX_SOCKET;
        fd.detail(new FdDetail.Unix(moment.unsigned(SOURCE), moment.unsigned(PEER)));
        fd.openFlags = (moment.unsigned(TYPE) & SOCK_CLOEXEC) != 0 ? FdState.CLOEXEC : 0;
        moment.create(first, fd);
        FdState other = fd.copy();
        other.detail(new FdDetail.Unix(moment.unsigned(PEER), moment.unsigned(SOURCE)));
        other.stream = 0;
        moment.create(second, other);
    }

    private void bound(Moment moment) {
        FdState known = moment.fd();
        if (moment.failed() || known == null || !moment.has(ADDRESS)) {
            return;
        }
        byte[] address = moment.all(ADDRESS, Bytes.EMPTY);
        FdState fd = Endpoints.isAddress(address) ? moment.ownFd() : null;
        if (fd == null) {
            return;
        }
        int family = Endpoints.family(address);
        if (family == Endpoints.INET) {
            bind(fd, FdType.IPV4_SERVER, endpoints.address(address, 1, 4), port(address, 5));
        } else if (family == Endpoints.INET6) {
            boolean ipv4 = AddressText.isMapped(address, 1);
            bind(
                    fd,
                    ipv4 ? FdType.IPV4_SERVER : FdType.IPV6_SERVER,
                    endpoints.address(address, ipv4 ? 13 : 1, ipv4 ? 4 : 16),
                    port(address, 17));
        }
        fd.name = names.address(address);
    }

    /** A port of 0 lets the kernel choose, so the own end stays unknown. */
    private static void bind(FdState fd, FdType type, byte[] address, int port) {
        if (port > 0) {
            fd.type = type;
            int protocol = fd.internet().protocol();
            fd.detail(new FdDetail.Internet(address, port, Bytes.EMPTY, 0, protocol));
            fd.server(true);
        }
    }

    private static int port(byte[] address, int at) {
        return (int) LittleEndian.unsigned(address, at, 2);
    }

    /** A connection begins: where to is known, whether it comes about is not. */
    private void connecting(Moment moment) {
        if (moment.fd() == null) {
            return;
        }
        byte[] address = moment.all(ADDRESS, Bytes.EMPTY);
        if (address.length == 0) {
            if (moment.event().parameterCount() < 2) {
                towardsUnknown(moment);
            }
            return;
        }
        FdState fd = Endpoints.isAddress(address) ? moment.ownFd() : null;
        if (fd == null) {
            return;
        }
        switch (Endpoints.family(address)) {
            case Endpoints.INET ->
                    towards(
                            fd,
                            FdType.IPV4_SOCKET,
                            endpoints.address(address, 1, 4),
                            port(address, 5));
            case Endpoints.INET6 -> {
                boolean ipv4 = AddressText.isMapped(address, 1);
                towards(
                        fd,
                        ipv4 ? FdType.IPV4_SOCKET : FdType.IPV6_SOCKET,
                        endpoints.address(address, ipv4 ? 13 : 1, ipv4 ? 4 : 16),
                        port(address, 17));
            }
            default -> fd.name = names.address(address);
        }
        if (moment.early && !fd.server()) {
            fd.client(true); // where it connects to is asked for while it waits
        }
    }

    /**
     * Older writers do not say where to: what the socket was connected to before is void, and a
     * unix socket without a name goes by its number until it has one, as their own tools show it.
     */
    private void towardsUnknown(Moment moment) {
        FdState fd = moment.ownFd();
        if (fd != null && fd.type == FdType.UNIX_SOCKET && fd.name.length == 0) {
            fd.name = Bytes.ascii(Long.toString(moment.fdNumber));
        } else if (fd != null && (fd.type == FdType.IPV4_SOCKET || fd.type == FdType.IPV6_SOCKET)) {
            fd.detail(fd.internet().withDestination(fd.type.isIpv4() ? Bytes.ANY4 : Bytes.ANY6, 0));
            fd.name = names.of(fd);
        }
    }

    private static void towards(FdState fd, FdType type, byte[] address, int port) {
        FdDetail.Internet ends = fd.internet();
        if (fd.type != type) {
            ends = ends.withSource(Bytes.EMPTY, ends.sourcePort());
        }
        fd.type = type;
        fd.detail(ends.withDestination(address, port));
    }

    private void connected(Moment moment) {
        long result = moment.result();
        if (moment.failed() && result != -EINPROGRESS && result != -EISCONN) {
            if (result != -EALREADY) {
                failed(moment);
            }
            return;
        }
        FdState fd = moment.ownFd();
        if (fd == null) {
            return;
        }
        if (moment.has(ADDRESS)
                && Endpoints.family(moment.all(ADDRESS, Bytes.EMPTY)) == UNSPECIFIED) {
            fd.dissolve();
            return;
        }
        fd.inProgress(result == -EINPROGRESS);
        fd.connected(true); // in progress too, as the family's tools count it
        byte[] tuple = moment.all(TUPLE, Bytes.EMPTY);
        if (!Endpoints.isPair(tuple)) {
            return;
        }
        if (Endpoints.family(tuple) == Endpoints.UNIX) {
            Endpoints.unix(fd, tuple);
            fd.name = names.tuple(tuple);
        } else {
            boolean changed = endpoints.update(fd, tuple, moment.enter == null);
            if (changed && fd.server() && fd.isUdp()) {
                Endpoints.swap(fd);
            }
            fd.name = names.of(fd);
        }
        if (!fd.server()) {
            fd.client(true);
        }
    }

    /**
     * A connection in progress has not come about. The name stays, as the kernel keeps both
     * addresses, too.
     */
    private static void failed(Moment moment) {
        FdState fd = moment.fd();
        if (fd != null && fd.inProgress()) {
            settle(moment, false);
        }
    }

    private static void settle(Moment moment, boolean connected) {
        FdState fd = moment.ownFd();
        if (fd != null) {
            fd.inProgress(false);
            fd.connected(connected || moment.enter != null); // older tools count every try
        }
    }

    /** The error of a socket tells how a connection that was in progress ended. */
    private static void asked(Moment moment) {
        FdState fd = moment.fd();
        if (moment.failed() || fd == null || !fd.inProgress() || !moment.has(VALUE)) {
            return;
        }
        byte[] value = moment.all(VALUE, Bytes.EMPTY);
        if (value.length >= 9 && value[0] == ERROR_VALUE) {
            settle(moment, LittleEndian.signed(value, 1, 8) == 0);
        }
    }

    private void accepted(Moment moment) {
        byte[] tuple = moment.all(TUPLE, Bytes.EMPTY);
        if (moment.failed()) {
            return;
        }
        if (!Endpoints.isPair(tuple)) {
            moment.lose(moment.result());
            moment.about(moment.result());
            return;
        }
        FdState fd = new FdState();
        if (Endpoints.family(tuple) == Endpoints.UNIX) {
            Endpoints.unix(fd, tuple);
        } else {
            endpoints.update(fd, tuple, true);
            fd.detail(fd.internet().withProtocol(FdState.L4_TCP));
        }
        fd.name = names.tuple(tuple);
        fd.server(true);
        fd.connected(true);
        fd.openFlags = (moment.unsigned(FLAGS) & FdState.CLOEXEC) != 0 ? FdState.CLOEXEC : 0;
        moment.create(moment.result(), fd);
    }
}
