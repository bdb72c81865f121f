// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.number;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldValue;

/**
 * The two ends of internet sockets: client and server, local and remote. A socket without a role,
 * neither connected nor accepted, has no ends to tell apart; a listening one has the server's.
 */
final class FdAddressFields {
    private static final byte[] NONE = {};
    private static final byte[] ANY_IPV4 = new byte[4];
    private static final byte[] ANY_IPV6 = new byte[16];

    private FdAddressFields() {}

    /** One end of a socket. */
    private enum End {
        CLIENT,
        SERVER,
        LOCAL,
        REMOTE
    }

    static void add(Extractors into) {
        end(into, "c", End.CLIENT);
        end(into, "s", End.SERVER);
        end(into, "l", End.LOCAL);
        end(into, "r", End.REMOTE);
        FdFields.fd(into, "fd.ip", FdAddressFields::addresses);
        FdFields.fd(into, "fd.net", FdAddressFields::addresses);
        FdFields.fd(into, "fd.port", FdAddressFields::ports);
        FdFields.fd(into, "fd.proto", (_, fd, out) -> services(fd, out));
    }

    private static void end(Extractors into, String letter, End end) {
        FdFields.fd(into, "fd." + letter + "ip", (c, fd, out) -> address(c, fd, end, out));
        FdFields.fd(into, "fd." + letter + "net", (c, fd, out) -> address(c, fd, end, out));
        FdFields.fd(into, "fd." + letter + "port", (c, fd, out) -> port(c, fd, end, out));
        FdFields.fd(into, "fd." + letter + "proto", (c, fd, out) -> service(c, fd, end, out));
        into.hosts(
                "fd." + letter + "ip.name",
                hosts -> {
                    HostNames.Address key = new HostNames.Address();
                    return (c, out) -> {
                        FdState fd = c.state().fd();
                        byte[] address = fd == null ? NONE : address(c, fd, end);
                        return address.length > 0 && hosts.name(address, key, out);
                    };
                });
    }

    private static boolean address(EventContext context, FdState fd, End end, FieldValue out) {
        byte[] address = address(context, fd, end);
        if (address.length == 0) {
            return false;
        }
        out.bytes(address);
        return true;
    }

    /** The address of an end, empty where there is none. */
    private static byte[] address(EventContext context, FdState fd, End end) {
        if (!has(fd, end)) {
            return NONE;
        }
        return isSource(context, fd, end) ? fd.sourceAddress() : fd.destinationAddress();
    }

    private static boolean port(EventContext context, FdState fd, End end, FieldValue out) {
        if (!has(fd, end)) {
            return false;
        }
        return number(port(context, fd, end), out);
    }

    private static int port(EventContext context, FdState fd, End end) {
        return isSource(context, fd, end) ? fd.sourcePort() : fd.destinationPort();
    }

    private static boolean service(EventContext context, FdState fd, End end, FieldValue out) {
        if (!has(fd, end)) {
            return false;
        }
        int port = port(context, fd, end);
        byte[] name = ServiceNames.name(port, fd.protocol());
        if (name != null) {
            out.bytes(name);
        } else {
            out.text().decimal(port);
            out.textDone();
        }
        return true;
    }

    /** Of each port its name, where it has one, and its number. */
    private static boolean services(FdState fd, FieldValue out) {
        if (!fd.type().isInternet()) {
            return false;
        }
        name(fd.sourcePort(), fd, out);
        TextBuffer text = out.text().decimal(fd.sourcePort());
        int first = text.length();
        if (!fd.type().isServer()) {
            name(fd.destinationPort(), fd, out);
            text.decimal(fd.destinationPort());
            out.bytes(text.bytes(), first, text.length() - first);
        }
        out.bytes(text.bytes(), 0, first);
        return true;
    }

    private static void name(int port, FdState fd, FieldValue out) {
        byte[] name = ServiceNames.name(port, fd.protocol());
        if (name != null) {
            out.bytes(name);
        }
    }

    private static boolean has(FdState fd, End end) {
        if (fd.type().isServer()) {
            return end == End.SERVER;
        }
        return fd.type().isInternet() && (fd.client() || fd.server());
    }

    /** Whether an end is the one that the fd names first. */
    private static boolean isSource(EventContext context, FdState fd, End end) {
        return switch (end) {
            case CLIENT -> true;
            case SERVER -> fd.type().isServer();
            case LOCAL -> sourceIsLocal(context, fd);
            case REMOTE -> !sourceIsLocal(context, fd);
        };
    }

    /**
     * Whether the server's end is on this machine. A connection within the machine has its server
     * there too, from whichever side it is seen; a socket without an address counts as what it
     * would be by its family's empty address.
     */
    static boolean isServer(EventContext context, FdState fd) {
        if (fd.type().isServer()) {
            return true;
        }
        if (!fd.type().isInternet()) {
            return false;
        }
        byte[] server = fd.destinationAddress();
        if (server.length == 0) {
            server = fd.type().isIpv6() ? ANY_IPV6 : ANY_IPV4;
        }
        return context.state().interfaces().isLocal(server);
    }

    private static boolean sourceIsLocal(EventContext context, FdState fd) {
        return context.state().interfaces().isLocal(fd.sourceAddress());
    }

    private static boolean addresses(EventContext context, FdState fd, FieldValue out) {
        if (!fd.type().isInternet()) {
            return false;
        }
        if (fd.sourceAddress().length > 0) {
            out.bytes(fd.sourceAddress());
        }
        if (!fd.type().isServer() && fd.destinationAddress().length > 0) {
            out.bytes(fd.destinationAddress());
        }
        return out.size() > 0;
    }

    private static boolean ports(EventContext context, FdState fd, FieldValue out) {
        if (!fd.type().isInternet()) {
            return false;
        }
        out.number(fd.sourcePort());
        if (!fd.type().isServer()) {
            out.number(fd.destinationPort());
        }
        return true;
    }
}
