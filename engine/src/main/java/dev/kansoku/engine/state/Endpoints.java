package dev.kansoku.engine.state;

import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.render.AddressText;
import dev.kansoku.event.start.FdType;
import java.util.Arrays;

/**
 * Both ends of a connection as an event's address pair has them.
 *
 * <pre>
 *   0  1        5      7        11     13
 *  +--+--------+------+--------+------+
 *  |2 | source | port | dest.  | port |        10: the same with 16-byte addresses
 *  +--+--------+------+--------+------+
 *   0  1        9        17
 *  +--+--------+--------+------- -
 *  |1 | source | dest.  | path, NUL            kernel addresses of unix sockets
 *  +--+--------+--------+------- -
 * </pre>
 */
final class Endpoints {
    static final int UNIX = 1;
    static final int INET = 2;
    static final int INET6 = 10;

    private Endpoints() {}

    static int family(byte[] value) {
        return value.length == 0 ? -1 : value[0] & 0xff;
    }

    /** Whether a value is as long as its family asks. */
    static boolean isPair(byte[] value) {
        return switch (family(value)) {
            case UNIX -> value.length >= 17;
            case INET -> value.length >= 13;
            case INET6 -> value.length >= 37;
            default -> false;
        };
    }

    /** Whether an address is as long as its family asks. */
    static boolean isAddress(byte[] value) {
        return switch (family(value)) {
            case UNIX -> true;
            case INET -> value.length >= 7;
            case INET6 -> value.length >= 19;
            default -> false;
        };
    }

    static void unix(FdState fd, byte[] value) {
        fd.type = FdType.UNIX_SOCKET;
        fd.unixSource = LittleEndian.signed(value, 1, 8);
        fd.unixDestination = LittleEndian.signed(value, 9, 8);
    }

    /** Whether both internet addresses of a pair are IPv4 ones, if only in IPv6 form. */
    static boolean isIpv4(byte[] value) {
        return family(value) == INET
                || (AddressText.isMapped(value, 1) && AddressText.isMapped(value, 19));
    }

    /**
     * Takes over an internet pair: the source always, the destination where there is none yet or
     * {@code both}. Nothing changes where the fd has these two ends already, either way round.
     *
     * @return whether something changed
     */
    static boolean update(FdState fd, byte[] value, boolean both) {
        boolean long6 = family(value) == INET6;
        boolean ipv4 = isIpv4(value);
        int size = ipv4 ? 4 : 16;
        int source = long6 && ipv4 ? 13 : 1;
        int sourcePortAt = source + size;
        int destination = sourcePortAt + 2 + (long6 && ipv4 ? 12 : 0);
        byte[] from = Arrays.copyOfRange(value, source, source + size);
        int fromPort = (int) LittleEndian.unsigned(value, sourcePortAt, 2);
        byte[] to = Arrays.copyOfRange(value, destination, destination + size);
        int toPort = (int) LittleEndian.unsigned(value, destination + size, 2);
        FdType type = ipv4 ? FdType.IPV4_SOCKET : FdType.IPV6_SOCKET;
        if (fd.type == type
                && (same(fd, from, fromPort, to, toPort) || same(fd, to, toPort, from, fromPort))) {
            return false;
        }
        if (fd.type.isServer()) {
            fd.destinationAddress = Bytes.EMPTY;
            fd.destinationPort = 0;
        }
        fd.type = type;
        boolean changed = fd.sourcePort != fromPort || !Arrays.equals(fd.sourceAddress, from);
        fd.sourceAddress = from;
        fd.sourcePort = fromPort;
        if (isAny(fd.destinationAddress) || both) {
            changed |= !Arrays.equals(fd.destinationAddress, to);
            fd.destinationAddress = to;
        }
        if (fd.destinationPort == 0 || both) {
            changed |= fd.destinationPort != toPort;
            fd.destinationPort = toPort;
        }
        return changed;
    }

    private static boolean same(FdState fd, byte[] from, int fromPort, byte[] to, int toPort) {
        return fd.sourcePort == fromPort
                && fd.destinationPort == toPort
                && Arrays.equals(fd.sourceAddress, from)
                && Arrays.equals(fd.destinationAddress, to);
    }

    static boolean isAny(byte[] address) {
        for (byte b : address) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    static void swap(FdState fd) {
        byte[] address = fd.sourceAddress;
        int port = fd.sourcePort;
        fd.sourceAddress = fd.destinationAddress;
        fd.sourcePort = fd.destinationPort;
        fd.destinationAddress = address;
        fd.destinationPort = port;
    }

    /** Fills in this machine's end of a pair that names only the other. */
    static void infer(FdState fd, NetworkInterfaces interfaces) {
        boolean noSource = isAny(fd.sourceAddress);
        boolean noDestination = isAny(fd.destinationAddress);
        if (!noSource && !noDestination) {
            return;
        }
        byte[] known = noSource ? fd.destinationAddress : fd.sourceAddress;
        byte[] own = interfaces.towards(known);
        if (Arrays.equals(own, known) && fd.sourcePort == fd.destinationPort) {
            return;
        }
        if (noSource) {
            fd.sourceAddress = own;
        } else {
            fd.destinationAddress = own;
        }
    }
}
