// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.redact;

import java.nio.charset.StandardCharsets;

/** Bytes as characters, one for each, where they are; moved from place to place. */
final class ByteText implements CharSequence {
    private byte[] bytes = new byte[0];
    private int from;
    private int length;

    void set(byte[] newBytes, int newFrom, int newLength) {
        bytes = newBytes;
        from = newFrom;
        length = newLength;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return (char) (bytes[from + index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        ByteText part = new ByteText();
        part.set(bytes, from + start, end - start);
        return part;
    }

    @Override
    public String toString() {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
}
