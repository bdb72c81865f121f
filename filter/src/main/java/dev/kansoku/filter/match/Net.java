// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address, or a net in CIDR notation. Reads text without ever asking a name server.
 *
 * @param address 4 or 16 bytes in network order
 * @param bits how many of its bits count
 */
public record Net(Bytes address, int bits) {
    /** Reads an address, or an address with {@code /bits}; null where it is neither. */
    public static @Nullable Net parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        List<Byte> address = host.indexOf(':') >= 0 ? ipv6(host) : ipv4(host);
        if (address == null) {
            return null;
        }
        int most = address.size() * 8;
        int bits = slash < 0 ? most : number(text.substring(slash + 1), most);
        return bits < 0 ? null : new Net(bytes(address), bits);
    }

    /** Whether it is one address, not a net. */
    public boolean isAddress() {
        return bits == address.length() * 8;
    }

    private static Bytes bytes(List<Byte> list) {
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = list.get(i);
        }
        return new Bytes(bytes);
    }

    private static @Nullable List<Byte> ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        List<Byte> address = new ArrayList<>(4);
        for (String part : parts) {
            int value = number(part, 255);
            if (value < 0) {
                return null;
            }
            address.add((byte) value);
        }
        return address;
    }

    private static @Nullable List<Byte> ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            List<Byte> whole = groups(text);
            return whole != null && whole.size() == 16 ? whole : null;
        }
        List<Byte> head = groups(text.substring(0, gap));
        List<Byte> tail = groups(text.substring(gap + 2));
        if (head == null || tail == null || head.size() + tail.size() > 14) {
            return null;
        }
        List<Byte> address = new ArrayList<>(head);
        while (address.size() + tail.size() < 16) {
            address.add((byte) 0);
        }
        address.addAll(tail);
        return address;
    }

    /** Groups of hexadecimal digits with colons between, the last perhaps an IPv4 address. */
    private static @Nullable List<Byte> groups(String text) {
        List<Byte> bytes = new ArrayList<>();
        if (text.isEmpty()) {
            return bytes;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (i == parts.length - 1 && part.indexOf('.') >= 0) {
                List<Byte> mapped = ipv4(part);
                if (mapped == null) {
                    return null;
                }
                bytes.addAll(mapped);
                continue;
            }
            if (part.isEmpty() || part.length() > 4) {
                return null;
            }
            int value = 0;
            for (int j = 0; j < part.length(); j++) {
                int digit = Hex.digit(part.charAt(j));
                if (digit < 0) {
                    return null;
                }
                value = value << 4 | digit;
            }
            bytes.add((byte) (value >> 8));
            bytes.add((byte) value);
        }
        return bytes;
    }

    /** A decimal number from 0 to {@code most}, or -1. */
    private static int number(String text, int most) {
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= most ? value : -1;
    }
}
