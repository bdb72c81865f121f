// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.event.TextBuffer;

/** Addresses as text: IPv4 in four decimals, IPv6 as RFC 5952 has it. */
public final class Addresses {
    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private Addresses() {}

    /** Writes an address of 4 or 16 bytes; of any other length, nothing. */
    public static void write(byte[] bytes, int offset, int length, TextBuffer out) {
        if (length == 4) {
            ipv4(bytes, offset, out);
        } else if (length == 16) {
            ipv6(bytes, offset, out);
        }
    }

    private static void ipv4(byte[] bytes, int offset, TextBuffer out) {
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                out.put('.');
            }
            out.unsigned(bytes[offset + i] & 0xff);
        }
    }

    private static void ipv6(byte[] bytes, int offset, TextBuffer out) {
        int gap = -1;
        int gapSize = 1;
        for (int i = 0; i < 8; i++) {
            int zeros = 0;
            while (i + zeros < 8 && group(bytes, offset, i + zeros) == 0) {
                zeros++;
            }
            if (zeros > gapSize) {
                gap = i;
                gapSize = zeros;
            }
            i += zeros;
        }
        if (gap == 0 && gapSize == 5 && group(bytes, offset, 5) == 0xffff) {
            out.put("::ffff:");
            ipv4(bytes, offset + 12, out);
            return;
        }
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                out.put(':').put(':');
                i += gapSize - 1;
                continue;
            }
            if (i > 0 && i != gap + gapSize) {
                out.put(':');
            }
            hex(group(bytes, offset, i), out);
        }
    }

    private static int group(byte[] bytes, int offset, int index) {
        return (bytes[offset + 2 * index] & 0xff) << 8 | (bytes[offset + 2 * index + 1] & 0xff);
    }

    private static void hex(int value, TextBuffer out) {
        boolean started = false;
        for (int shift = 12; shift >= 0; shift -= 4) {
            int digit = value >> shift & 15;
            started |= digit != 0 || shift == 0;
            if (started) {
                out.put(DIGITS[digit]);
            }
        }
    }
}
