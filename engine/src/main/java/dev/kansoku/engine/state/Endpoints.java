// SPDX-License-Identifier: Apache-2.0
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

    private final SharedTexts texts;

    Endpoints(SharedTexts texts) {
        this.texts = texts;
    }

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
        fd.detail(
                new FdDetail.Unix(
                        LittleEndian.signed(value, 1, 8), LittleEndian.signed(value, 9, 8)));
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
    boolean update(FdState fd, byte[] value, boolean both) {
        boolean long6 = family(value) == INET6;
        boolean ipv4 = isIpv4(value);
        int size = ipv4 ? 4 : 16;
        int source = long6 && ipv4 ? 13 : 1;
        int sourcePortAt = source + size;
        int destination = sourcePortAt + 2 + (long6 && ipv4 ? 12 : 0);
        byte[] from = texts.of(value, source, size);
        int fromPort = (int) LittleEndian.unsigned(value, sourcePortAt, 2);
        byte[] to = texts.of(value, destination, size);
        int toPort = (int) LittleEndian.unsigned(value, destination + size, 2);
        FdType type = ipv4 ? FdType.IPV4_SOCKET : FdType.IPV6_SOCKET;
        FdDetail.Internet before = fd.internet();
        if (fd.type == type
                && (same(before, from, fromPort, to, toPort)
                        || same(before, to, toPort, from, fromPort))) {
            return false;
        }
        if (fd.type.isServer()) {
            before = before.withDestination(Bytes.EMPTY, 0);
        }
        fd.type = type;
        byte[] end = isAny(before.destination()) || both ? to : before.destination();
        int endPort = before.destinationPort() == 0 || both ? toPort : before.destinationPort();
        fd.detail(new FdDetail.Internet(from, fromPort, end, endPort, before.protocol()));
        return before.sourcePort() != fromPort
                || before.destinationPort() != endPort
                || !Arrays.equals(before.source(), from)
                || !Arrays.equals(before.destination(), end);
    }

    private static boolean same(
            FdDetail.Internet ends, byte[] from, int fromPort, byte[] to, int toPort) {
        return ends.sourcePort() == fromPort
                && ends.destinationPort() == toPort
                && Arrays.equals(ends.source(), from)
                && Arrays.equals(ends.destination(), to);
    }

    /** The address of a socket address or of either end of a pair, shared with others. */
    byte[] address(byte[] value, int at, int length) {
        return texts.of(value, at, length);
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
        fd.detail(fd.internet().swapped());
    }

    /** Fills in this machine's end of a pair that names only the other. */
    static void infer(FdState fd, NetworkInterfaces interfaces) {
        FdDetail.Internet ends = fd.internet();
        boolean noSource = isAny(ends.source());
        boolean noDestination = isAny(ends.destination());
        if (!noSource && !noDestination) {
            return;
        }
        byte[] known = noSource ? ends.destination() : ends.source();
        byte[] own = interfaces.towards(known);
        if (Arrays.equals(own, known) && ends.sourcePort() == ends.destinationPort()) {
            return;
        }
        fd.detail(
                noSource
                        ? ends.withSource(own, ends.sourcePort())
                        : ends.withDestination(own, ends.destinationPort()));
    }
}
