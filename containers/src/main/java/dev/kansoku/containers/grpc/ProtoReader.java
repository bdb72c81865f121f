// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads the fields of a protobuf message one after another. A field is read or passed over; one
 * that has another type than was asked for is empty.
 *
 * <pre>
 *  number &lt;&lt; 3 | type (varint), then by type
 *    0  varint      1  eight bytes      2  length (varint), bytes      5  four bytes
 * </pre>
 */
public final class ProtoReader {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;
    private static final int LONGEST_VARINT = 70;

    /** Numbers of the fields of a map's entry. */
    private static final int KEY = 1;

    private static final int VALUE = 2;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private long number;
    private int valueFrom;
    private int valueTo;

    public ProtoReader(byte[] message) {
        this(message, 0, message.length);
    }

    private ProtoReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Moves to the next field. False at the message's end. */
    public boolean next() throws IOException {
        if (at == end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        number = 0;
        valueFrom = at;
        valueTo = at;
        switch ((int) tag & 7) {
            case VARINT -> number = varint();
            case EIGHT_BYTES -> skip(8);
            case FOUR_BYTES -> skip(4);
            case BYTES -> {
                long length = varint();
                valueFrom = at;
                skip(length);
                valueTo = at;
            }
            default -> throw new IOException("an answer has a field of no known form");
        }
        return true;
    }

    private void skip(long length) throws IOException {
        if (length < 0 || length > end - at) {
            throw new IOException("an answer breaks off inside of a field");
        }
        at += (int) length;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < LONGEST_VARINT; shift += 7) {
            if (at == end) {
                throw new IOException("an answer breaks off inside of a number");
            }
            byte part = bytes[at++];
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IOException("an answer has a number that is too long");
    }

    /** The number of the present field. */
    public int field() {
        return field;
    }

    /** The field as a number. */
    public long number() {
        return number;
    }

    public boolean truth() {
        return number != 0;
    }

    public String text() {
        return new String(bytes, valueFrom, valueTo - valueFrom, StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        return Arrays.copyOfRange(bytes, valueFrom, valueTo);
    }

    /** The field as a message of its own. */
    public ProtoReader message() {
        return new ProtoReader(bytes, valueFrom, valueTo);
    }

    /**
     * Adds the field, which is an entry of a map from text to text.
     *
     * @param most how many entries the map takes
     */
    public void entry(Map<String, String> into, int most) throws IOException {
        String key = "";
        String value = "";
        ProtoReader entry = message();
        while (entry.next()) {
            if (entry.field() == KEY) {
                key = entry.text();
            } else if (entry.field() == VALUE) {
                value = entry.text();
            }
        }
        if (into.size() < most) {
            into.put(key, value);
        }
    }
}
