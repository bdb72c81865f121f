// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.value.Addresses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of the domain name system, as far as it was captured.
 *
 * <pre>
 *   0    2       4           6          8            10          12
 *  +----+-------+-----------+----------+------------+-----------+-----------------+--
 *  | id | flags | questions | answers  | authorities| additional| name type class | answers
 *  +----+-------+-----------+----------+------------+-----------+-----------------+--
 * </pre>
 *
 * Big endian; a name is labels with their lengths in front, and ends with 0 or a pointer.
 *
 * @param name that is asked for; what is not printable in it is a question mark
 * @param type of record that is asked for
 * @param result such as NOERROR
 * @param answers addresses and names that could be read
 */
record DnsMessage(
        int id, boolean response, String name, String type, String result, List<String> answers) {
    private static final int HEADER = 12;
    private static final int MOST_ANSWERS = 32;
    private static final int MOST_JUMPS = 16;
    private static final int MOST_NAME = 255;
    private static final int RESPONSE = 0x8000;
    private static final int RESULT = 0xf;
    private static final int OPERATION = 0x7800;
    private static final String[] RESULTS = {
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"
    };

    /** Where reading is. */
    private static final class Cursor {
        private final byte[] bytes;
        private final int from;
        private final int end;
        private int at;

        Cursor(byte[] bytes, int from, int end) {
            this.bytes = bytes;
            this.from = from;
            this.end = end;
            this.at = from + HEADER;
        }

        int number(int position) {
            return position + 2 > end
                    ? -1
                    : (bytes[position] & 0xff) << 8 | (bytes[position + 1] & 0xff);
        }

        /** The name here, or null where it is cut off or makes no sense; then goes behind it. */
        @Nullable String name() {
            StringBuilder name = new StringBuilder();
            int position = at;
            int behind = -1;
            for (int jumps = 0; position < end && jumps < MOST_JUMPS; ) {
                int length = bytes[position] & 0xff;
                if (length == 0) {
                    at = behind < 0 ? position + 1 : behind;
                    return name.isEmpty() ? "." : name.toString();
                }
                if (length >= 0xc0) {
                    if (position + 1 >= end) {
                        return null;
                    }
                    behind = behind < 0 ? position + 2 : behind;
                    position = from + ((length & 0x3f) << 8 | (bytes[position + 1] & 0xff));
                    jumps++;
                    continue;
                }
                if (length > 0x3f || position + 1 + length > end || name.length() > MOST_NAME) {
                    return null;
                }
                name.append(name.isEmpty() ? "" : ".");
                for (int i = position + 1; i <= position + length; i++) {
                    name.append(bytes[i] > ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '?');
                }
                position += 1 + length;
            }
            return null;
        }
    }

    /** Reads a message, or returns null where the bytes are none. */
    static @Nullable DnsMessage read(byte[] bytes, int offset, int length) {
        if (length < HEADER) {
            return null;
        }
        Cursor cursor = new Cursor(bytes, offset, offset + length);
        int flags = cursor.number(offset + 2);
        if (cursor.number(offset + 4) != 1 || (flags & OPERATION) != 0) {
            return null;
        }
        String name = cursor.name();
        int type = name == null ? -1 : cursor.number(cursor.at);
        if (name == null || type < 0) {
            return null;
        }
        cursor.at += 4;
        int result = flags & RESULT;
        return new DnsMessage(
                cursor.number(offset),
                (flags & RESPONSE) != 0,
                name,
                type(type),
                result < RESULTS.length ? RESULTS[result] : "RCODE" + result,
                answers(cursor, cursor.number(offset + 6)));
    }

    private static List<String> answers(Cursor cursor, int count) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < Math.min(count, MOST_ANSWERS); i++) {
            if (cursor.name() == null) {
                break;
            }
            int type = cursor.number(cursor.at);
            int size = cursor.number(cursor.at + 8);
            int data = cursor.at + 10;
            if (type < 0 || size < 0 || data + size > cursor.end) {
                break;
            }
            if ((type == 1 && size == 4) || (type == 28 && size == 16)) {
                TextBuffer address = new TextBuffer();
                Addresses.write(cursor.bytes, data, size, address);
                answers.add(address.toString());
            } else if (type == 5 || type == 2 || type == 12) {
                cursor.at = data;
                String target = cursor.name();
                answers.add(target == null ? "?" : target);
            }
            cursor.at = data + size;
        }
        return answers;
    }

    private static String type(int type) {
        return switch (type) {
            case 1 -> "A";
            case 2 -> "NS";
            case 5 -> "CNAME";
            case 6 -> "SOA";
            case 12 -> "PTR";
            case 15 -> "MX";
            case 16 -> "TXT";
            case 28 -> "AAAA";
            case 33 -> "SRV";
            case 65 -> "HTTPS";
            default -> "TYPE" + type;
        };
    }
}
