// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.FdType;

/** Messages that tell who is at the other end of a socket without a connection. */
final class TrafficEvents {
    private static final int SOCK_DGRAM = 2;
    private static final int IPPROTO_UDP = 17;

    private static final MergedParameter TUPLE = MergedParameter.named("tuple");

    private final SocketNames names;
    private final Endpoints endpoints;
    private final NetworkInterfaces interfaces;

    TrafficEvents(SocketNames names, Endpoints endpoints, NetworkInterfaces interfaces) {
        this.names = names;
        this.endpoints = endpoints;
        this.interfaces = interfaces;
    }

    void register(Handlers handlers) {
        handlers.enters("sendto", TrafficEvents::sending);
        for (String name : new String[] {"sendto", "sendmsg", "sendmmsg"}) {
            handlers.exits(name, moment -> moved(moment, false));
        }
        for (String name : new String[] {"recvfrom", "recvmsg", "recvmmsg"}) {
            handlers.exits(name, moment -> moved(moment, true));
        }
        for (String name : new String[] {"recvmsg", "recvmmsg"}) {
            handlers.exits(name, ReceivedFds::received);
        }
    }

    /** Who sends through an fd that nobody made has a datagram socket there. */
    private static void sending(Moment moment) {
        if (moment.fd() != null || moment.fdNumber < 0) {
            return;
        }
        byte[] tuple = moment.all(TUPLE, Bytes.EMPTY);
        int family = Endpoints.family(tuple);
        if (family == Endpoints.INET || family == Endpoints.INET6) {
            moment.create(moment.fdNumber, SocketEvents.socket(family, SOCK_DGRAM, IPPROTO_UDP));
        }
    }

    private void moved(Moment moment, boolean incoming) {
        FdState known = moment.fd();
        if (known == null || moment.failed()) {
            return;
        }
        boolean internet = known.type == FdType.IPV4_SOCKET || known.type == FdType.IPV6_SOCKET;
        if (internet && !known.connected()) {
            FdState fd = moment.ownFd();
            if (fd != null) {
                fd.connected(true);
                fd.inProgress(false);
            }
        }
        if (known.name.length > 0 && known.isTcp()) {
            return;
        }
        byte[] tuple = moment.all(TUPLE, Bytes.EMPTY);
        FdState fd = Endpoints.isPair(tuple) ? moment.ownFd() : null;
        if (fd == null) {
            return;
        }
        if (Endpoints.family(tuple) == Endpoints.UNIX) {
            Endpoints.unix(fd, tuple);
            fd.name = names.tuple(tuple);
        } else if (endpoints.update(fd, tuple, true)) {
            name(fd, incoming);
        }
    }

    private void name(FdState fd, boolean incoming) {
        if (fd.internet().protocol() == FdState.L4_UNKNOWN) {
            fd.detail(fd.internet().withProtocol(FdState.L4_UDP));
        }
        Endpoints.infer(fd, interfaces);
        if (!fd.client() && !fd.server()) {
            boolean server = incoming && fd.type == FdType.IPV4_SOCKET;
            fd.server(server);
            fd.client(!server);
        }
        if (incoming ? fd.client() : fd.server()) {
            Endpoints.swap(fd);
        }
        fd.name = names.of(fd);
    }
}
