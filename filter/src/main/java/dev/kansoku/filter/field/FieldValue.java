// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.field;

import dev.kansoku.event.TextBuffer;
import java.util.Arrays;

/**
 * Takes the value of one field for one event: a number, or bytes somewhere, or a list of them. It
 * is filled by an {@link Extractor}, read at once, and used again for the next event; nothing is
 * allocated once its lists have grown.
 *
 * <p>Bytes are referred to, not copied, where the extractor has them in an array that stays as it
 * is until the value was read; composed text is written into {@link #text()}. Not thread-safe.
 */
public final class FieldValue {
    private FieldType type = FieldType.TEXT;
    private int size;

    /** The first value, which is the only one of most fields, stands outside of the lists. */
    private long firstNumber;

    private byte[] firstBytes = {};
    private int firstOffset;
    private int firstLength;
    private long[] numbers = new long[4];
    private byte[][] bytes = new byte[4][];
    private int[] offsets = new int[4];
    private int[] lengths = new int[4];
    private double real;
    private final TextBuffer scratch = new TextBuffer();
    private boolean composed;

    /** Forgets the last value; {@code type} is that of the values to come. */
    public void begin(FieldType type) {
        this.type = type;
        this.size = 0;
        if (composed) {
            composed = false;
            scratch.clear();
        }
    }

    /**
     * The type of what was added; for a field of type {@link FieldType#DYNAMIC} the extractor has
     * set a definite one by {@link #type(FieldType)}.
     */
    public FieldType type() {
        return type;
    }

    public void type(FieldType type) {
        this.type = type;
    }

    /** How many values there are: 1 for most fields, more or 0 for a list. */
    public int size() {
        return size;
    }

    public void number(long value) {
        if (size == 0) {
            size = 1;
            firstNumber = value;
        } else {
            int i = grow();
            numbers[i] = value;
        }
    }

    public void bool(boolean value) {
        number(value ? 1 : 0);
    }

    public void real(double value) {
        real = value;
        number((long) value);
    }

    /** Adds bytes by reference. */
    public void bytes(byte[] source, int offset, int length) {
        if (size == 0) {
            size = 1;
            firstBytes = source;
            firstOffset = offset;
            firstLength = length;
        } else {
            int i = grow();
            bytes[i] = source;
            offsets[i] = offset;
            lengths[i] = length;
        }
    }

    public void bytes(byte[] source) {
        bytes(source, 0, source.length);
    }

    /**
     * Where text can be composed; {@link #textDone} adds what was written as a value. One composed
     * text per extraction.
     */
    public TextBuffer text() {
        composed = true;
        return scratch;
    }

    public void textDone() {
        bytes(scratch.bytes(), 0, scratch.length());
    }

    /** The number at an index; named unlike {@link #number}, which an {@code int} would fit too. */
    public long numberAt(int index) {
        return index == 0 ? firstNumber : numbers[index];
    }

    public double real() {
        return real;
    }

    public byte[] bytes(int index) {
        return index == 0 ? firstBytes : bytes[index];
    }

    public int offset(int index) {
        return index == 0 ? firstOffset : offsets[index];
    }

    public int length(int index) {
        return index == 0 ? firstLength : lengths[index];
    }

    private int grow() {
        if (size == numbers.length) {
            int more = size * 2;
            numbers = Arrays.copyOf(numbers, more);
            bytes = Arrays.copyOf(bytes, more);
            offsets = Arrays.copyOf(offsets, more);
            lengths = Arrays.copyOf(lengths, more);
        }
        return size++;
    }
}
