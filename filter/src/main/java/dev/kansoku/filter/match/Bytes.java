// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes as a value: equal where their contents are. Immutable. */
public final class Bytes implements Comparable<Bytes> {
    private final byte[] bytes;

    /** Takes the array over; nobody may change it afterwards. */
    public Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes themselves, only to be read. */
    byte[] array() {
        return bytes;
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
