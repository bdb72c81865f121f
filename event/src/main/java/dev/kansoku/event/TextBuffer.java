// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text being written, as UTF-8 bytes in a growing array that is used again and again. Numbers are
 * written without strings in between.
 *
 * <p>Not thread-safe.
 */
public final class TextBuffer {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] LOWER_HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** 1, 10, 100 and so on up to 10^18. */
    private static final long[] POWERS = powers();

    private byte[] bytes;
    private int length;

    public TextBuffer() {
        this(256);
    }

    public TextBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public TextBuffer clear() {
        length = 0;
        return this;
    }

    /** Forgets what was written after the first {@code length} bytes. */
    public void truncate(int length) {
        this.length = Math.min(this.length, length);
    }

    public TextBuffer put(int b) {
        ensure(1);
        bytes[length++] = (byte) b;
        return this;
    }

    public TextBuffer put(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    public TextBuffer put(byte[] source) {
        return put(source, 0, source.length);
    }

    /** Printable ASCII as it is, and a dot for any other byte. */
    public TextBuffer printable(byte[] source, int offset, int count) {
        ensure(count);
        byte[] target = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            byte b = source[offset + i];
            target[at + i] = b >= ' ' && b < 0x7f ? b : (byte) '.';
        }
        length = at + count;
        return this;
    }

    public TextBuffer put(TextBuffer other) {
        return put(other.bytes, 0, other.length);
    }

    public TextBuffer put(String text) {
        int size = text.length();
        ensure(size);
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
                return put(rest);
            }
            bytes[length++] = (byte) c;
        }
        return this;
    }

    /** A signed number in decimal. */
    public TextBuffer decimal(long value) {
        if (value < 0) {
            put('-');
            return unsigned(value == Long.MIN_VALUE ? value : -value);
        }
        return unsigned(value);
    }

    /** A number taken as unsigned, in decimal. */
    public TextBuffer unsigned(long value) {
        ensure(20);
        if (value < 0) {
            long quotient = Long.divideUnsigned(value, 10);
            unsigned(quotient);
            return put('0' + (int) (value - quotient * 10));
        }
        int at = length + digits(value);
        length = at;
        long v = value;
        while (v > Integer.MAX_VALUE) {
            long quotient = v / 10;
            bytes[--at] = (byte) ('0' + (int) (v - quotient * 10));
            v = quotient;
        }
        int small = (int) v;
        do {
            int quotient = small / 10;
            bytes[--at] = (byte) ('0' + small - quotient * 10);
            small = quotient;
        } while (small != 0);
        return this;
    }

    /** A number in decimal with leading zeros up to {@code width} digits. */
    public TextBuffer padded(long value, int width) {
        ensure(width);
        int at = length + width;
        length = at;
        long v = value;
        for (int i = 0; i < width; i++) {
            bytes[--at] = (byte) ('0' + (int) (v % 10));
            v /= 10;
        }
        return this;
    }

    /** A number taken as unsigned, in upper-case hexadecimal without a prefix. */
    public TextBuffer hex(long value) {
        return hex(value, HEX);
    }

    /** A number taken as unsigned, in lower-case hexadecimal without a prefix. */
    public TextBuffer lowerHex(long value) {
        return hex(value, LOWER_HEX);
    }

    private TextBuffer hex(long value, byte[] alphabet) {
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
        ensure(digits);
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length++] = alphabet[(int) (value >>> (4 * i)) & 15];
        }
        return this;
    }

    /** A number taken as unsigned, in octal without a prefix. */
    public TextBuffer octal(long value) {
        int digits = Math.max(1, (66 - Long.numberOfLeadingZeros(value)) / 3);
        ensure(digits);
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length++] = (byte) ('0' + ((int) (value >>> (3 * i)) & 7));
        }
        return this;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** How many digits a number that is not negative has: from its bits, put right by a power. */
    private static int digits(long value) {
        int estimate = ((64 - Long.numberOfLeadingZeros(value)) * 1233) >> 12;
        return value >= POWERS[estimate] ? estimate + 1 : Math.max(estimate, 1);
    }

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
