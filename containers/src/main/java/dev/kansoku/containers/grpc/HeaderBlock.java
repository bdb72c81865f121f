// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in HPACK (RFC 7541). What is written is never indexed. Of what is read, the fields
 * that gRPC needs are kept; the other side was told that there is no dynamic table, so that none is
 * kept here.
 *
 * <pre>
 *  1iiiiiii            a whole field of the table
 *  01iiiiii ...        a name of the table, or 0 and a name; a value; to be put into the table
 *  001sssss            the table's size
 *  000niiii ...        a name of the table, or 0 and a name; a value
 * </pre>
 */
final class HeaderBlock {
    private static final int METHOD_POST = 0x83;
    private static final int SCHEME_HTTP = 0x86;
    private static final int AUTHORITY = 1;
    private static final int PATH = 4;
    private static final int CONTENT_TYPE = 31;

    /** Entries of the fixed table that are {@code :status}. */
    private static final int FIRST_STATUS = 8;

    private static final String[] STATUS = {"200", "204", "206", "304", "400", "404", "500"};

    /** Entries of the fixed table, all of which may be referred to. */
    private static final int TABLE = 61;

    private static final int LONGEST_INTEGER = 1 << 20;

    private final byte[] bytes;
    private final int end;
    private int at;

    private HeaderBlock(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** The fields of a request. */
    static byte[] request(String path, Map<String, String> more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(METHOD_POST);
        out.write(SCHEME_HTTP);
        named(out, PATH, path);
        named(out, AUTHORITY, "localhost");
        named(out, CONTENT_TYPE, "application/grpc");
        literal(out, "te", "trailers");
        more.forEach((name, value) -> literal(out, name, value));
        return out.toByteArray();
    }

    private static void named(ByteArrayOutputStream out, int name, String value) {
        integer(out, 4, name);
        text(out, value);
    }

    private static void literal(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        text(out, name);
        text(out, value);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        integer(out, 7, ascii.length);
        out.writeBytes(ascii);
    }

    /** A number whose first byte has some bits for it; the others are zero. */
    private static void integer(ByteArrayOutputStream out, int bits, int number) {
        int most = (1 << bits) - 1;
        if (number < most) {
            out.write(number);
            return;
        }
        out.write(most);
        int rest = number - most;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        out.write(rest);
    }

    /** Adds the fields of a block that are {@code :status} or begin with {@code grpc-}. */
    static void read(byte[] bytes, int from, int to, Map<String, String> into) throws IOException {
        HeaderBlock block = new HeaderBlock(bytes, from, to);
        while (block.at < to) {
            block.field(into);
        }
    }

    private void field(Map<String, String> into) throws IOException {
        int first = bytes[at] & 0xff;
        if (first >= 0x80) {
            int index = integer(7);
            if (index == 0 || index > TABLE) {
                throw new IOException("a header field refers to nothing");
            }
            String status = status(index);
            if (status != null) {
                into.put(":status", status);
            }
        } else if (first >= 0x20 && first < 0x40) {
            integer(5); // of a table that is not kept
        } else {
            int index = integer(first >= 0x40 ? 6 : 4);
            if (index > TABLE) {
                throw new IOException("a header field refers to nothing");
            }
            String name = index == 0 ? text() : status(index) == null ? "" : ":status";
            String value = text();
            if (name.equals(":status") || name.startsWith("grpc-")) {
                into.put(name, value);
            }
        }
    }

    private static @Nullable String status(int index) {
        int status = index - FIRST_STATUS;
        return status >= 0 && status < STATUS.length ? STATUS[status] : null;
    }

    private int integer(int bits) throws IOException {
        int most = (1 << bits) - 1;
        int number = next() & most;
        if (number < most) {
            return number;
        }
        for (int shift = 0; ; shift += 7) {
            int part = next();
            number += (part & 0x7f) << shift;
            if (number > LONGEST_INTEGER || shift > 14) {
                throw new IOException("a header field is too long");
            }
            if (part < 0x80) {
                return number;
            }
        }
    }

    private int next() throws IOException {
        if (at >= end) {
            throw new IOException("a header field breaks off");
        }
        return bytes[at++] & 0xff;
    }

    private String text() throws IOException {
        boolean huffman = at < end && bytes[at] < 0;
        int length = integer(7);
        if (length > end - at) {
            throw new IOException("a header field breaks off");
        }
        int from = at;
        at += length;
        return huffman
                ? Huffman.decode(bytes, from, at)
                : new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
}
