// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.TextBuffer;

/** Writes internet addresses, and the socket addresses and address pairs that events hold. */
public final class AddressText {
    /** The kernel's family numbers, which are the first byte of an address. */
    private static final int UNIX = 1;

    private static final int INET = 2;
    private static final int INET6 = 10;

    private static final int INET_SIZE = 4;
    private static final int INET6_SIZE = 16;
    private static final int PORT_SIZE = 2;

    private AddressText() {}

    /** Four bytes in network order, as {@code 127.0.0.1}. */
    public static void ipv4(byte[] bytes, int at, TextBuffer out) {
        out.unsigned(bytes[at] & 0xff).put('.').unsigned(bytes[at + 1] & 0xff).put('.');
        out.unsigned(bytes[at + 2] & 0xff).put('.').unsigned(bytes[at + 3] & 0xff);
    }

    /**
     * Sixteen bytes in network order, as {@code fe80::1}: the longest run of zero groups is left
     * out, and an address that holds an IPv4 address ends in it.
     */
    public static void ipv6(byte[] bytes, int at, TextBuffer out) {
        int run = 0;
        int runLength = 0;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && group(bytes, at, i + length) == 0) {
                length++;
            }
            if (length > runLength) {
                run = i;
                runLength = length;
            }
            i += length;
        }
        if (runLength < 2) {
            runLength = 0;
        }
        for (int i = 0; i < 8; ) {
            if (runLength > 0 && i == run) {
                out.put(':');
                i += runLength;
                if (i == 8) {
                    out.put(':');
                }
                continue;
            }
            if (i > 0) {
                out.put(':');
            }
            boolean holdsIpv4 =
                    i == 6
                            && run == 0
                            && (runLength == 6
                                    || (runLength == 5 && group(bytes, at, 5) == 0xffff));
            if (holdsIpv4) {
                ipv4(bytes, at + 12, out);
                return;
            }
            out.lowerHex(group(bytes, at, i));
            i++;
        }
    }

    /**
     * Whether sixteen bytes are an IPv4 address in IPv6 form ({@code ::ffff:a.b.c.d}) or all zero,
     * which stands for any address of either.
     */
    public static boolean isMapped(byte[] bytes, int at) {
        for (int i = 0; i < 10; i++) {
            if (bytes[at + i] != 0) {
                return false;
            }
        }
        int tail = group(bytes, at, 5);
        return tail == 0xffff
                || (tail == 0 && group(bytes, at, 6) == 0 && group(bytes, at, 7) == 0);
    }

    /**
     * A socket address: family, then address and port, or a path.
     *
     * <pre>
     *   0  1       5     7            0  1            17    19        0  1
     *  +--+-------+-----+            +--+------------+-----+         +--+--------- -
     *  |2 | IPv4  |port |            |10| IPv6       |port |         |1 | path, NUL
     *  +--+-------+-----+            +--+------------+-----+         +--+--------- -
     * </pre>
     */
    public static void address(byte[] bytes, int at, int length, TextBuffer out) {
        int family = bytes[at] & 0xff;
        switch (family) {
            case UNIX -> path(bytes, at + 1, at + length, out);
            case INET -> {
                if (length == 1 + INET_SIZE + PORT_SIZE) {
                    ipv4(bytes, at + 1, out);
                    port(bytes, at + 1 + INET_SIZE, out);
                } else {
                    out.put("INVALID IPv4");
                }
            }
            case INET6 -> {
                if (length == 1 + INET6_SIZE + PORT_SIZE) {
                    ipv6(bytes, at + 1, out);
                    port(bytes, at + 1 + INET6_SIZE, out);
                } else {
                    out.put("INVALID IPv6");
                }
            }
            default -> out.put("family ").unsigned(family);
        }
    }

    /**
     * A pair of addresses: family, source address and port, destination address and port; for a
     * unix socket the two kernel addresses and a path.
     */
    public static void tuple(byte[] bytes, int at, int length, TextBuffer out) {
        int family = bytes[at] & 0xff;
        switch (family) {
            case UNIX -> {
                if (length > 1 + 8 + 8) {
                    out.lowerHex(LittleEndian.unsigned(bytes, at + 1, 8)).put('-').put('>');
                    out.lowerHex(LittleEndian.unsigned(bytes, at + 9, 8)).put(' ');
                    path(bytes, at + 17, at + length, out);
                } else {
                    out.put("INVALID PATH");
                }
            }
            case INET -> {
                if (length == 1 + 2 * (INET_SIZE + PORT_SIZE)) {
                    ipv4(bytes, at + 1, out);
                    port(bytes, at + 5, out);
                    out.put('-').put('>');
                    ipv4(bytes, at + 7, out);
                    port(bytes, at + 11, out);
                } else {
                    out.put("INVALID IPv4");
                }
            }
            case INET6 -> {
                if (length == 1 + 2 * (INET6_SIZE + PORT_SIZE)) {
                    boolean mapped = isMapped(bytes, at + 1) && isMapped(bytes, at + 19);
                    end(bytes, at + 1, mapped, out);
                    out.put('-').put('>');
                    end(bytes, at + 19, mapped, out);
                } else {
                    out.put("INVALID IPv6");
                }
            }
            default -> out.put("family ").unsigned(family);
        }
    }

    private static void end(byte[] bytes, int at, boolean mapped, TextBuffer out) {
        if (mapped) {
            ipv4(bytes, at + 12, out);
        } else {
            ipv6(bytes, at, out);
        }
        port(bytes, at + INET6_SIZE, out);
    }

    private static void port(byte[] bytes, int at, TextBuffer out) {
        out.put(':').unsigned(LittleEndian.unsigned(bytes, at, PORT_SIZE));
    }

    /** A path up to its NUL; what is not printable is left out. */
    static void path(byte[] bytes, int at, int end, TextBuffer out) {
        for (int i = at; i < end && bytes[i] != 0; i++) {
            if (BufferText.isPrintable(bytes[i])) {
                out.put(bytes[i]);
            }
        }
    }

    private static int group(byte[] bytes, int at, int index) {
        return (bytes[at + 2 * index] & 0xff) << 8 | (bytes[at + 2 * index + 1] & 0xff);
    }
}
