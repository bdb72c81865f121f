package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;

/**
 * Field values as text for people. Nothing that was captured can steer a terminal: in text, control
 * characters and bytes that are not UTF-8 are written as escapes ({@code \n}, {@code \t}, {@code
 * \r}, {@code \xHH}), in byte values whatever is not printable ASCII as a dot.
 */
final class TextValues {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private TextValues() {}

    /** Writes all values, those of a list in brackets with commas between. */
    static void write(FieldDefinition field, FieldValue value, TextBuffer out) {
        if (!field.list()) {
            if (value.size() > 0) {
                writeOne(field, value, 0, out);
            }
            return;
        }
        out.put('(');
        for (int i = 0; i < value.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            writeOne(field, value, i, out);
        }
        out.put(')');
    }

    static void writeOne(FieldDefinition field, FieldValue value, int index, TextBuffer out) {
        switch (value.type()) {
            case TEXT -> text(value.bytes(index), value.offset(index), value.length(index), out);
            case BYTES -> dotted(value.bytes(index), value.offset(index), value.length(index), out);
            case BOOLEAN -> out.put(value.numberAt(index) != 0 ? TRUE : FALSE);
            case ADDRESS, NET ->
                    Addresses.write(
                            value.bytes(index), value.offset(index), value.length(index), out);
            case DOUBLE -> oneDecimal(value.real(), out);
            case SIGNED, UNSIGNED, RELATIVE_TIME, ABSOLUTE_TIME ->
                    number(field, value.type(), value.numberAt(index), out);
            case DYNAMIC -> throw new IllegalStateException(field.name() + " has no definite type");
        }
    }

    private static void number(FieldDefinition field, FieldType type, long number, TextBuffer out) {
        switch (field.format()) {
            case DECIMAL -> {
                if (type == FieldType.UNSIGNED) {
                    out.unsigned(number);
                } else {
                    out.decimal(number);
                }
            }
            case HEXADECIMAL -> out.hex(number);
            case OCTAL -> out.octal(number);
            case NINE_DIGITS -> {
                if (number >= 0 && number < 1_000_000_000L) {
                    out.padded(number, 9);
                } else {
                    out.decimal(number);
                }
            }
        }
    }

    private static void oneDecimal(double value, TextBuffer out) {
        if (Double.isNaN(value) || Math.abs(value) > 1e17) {
            out.put(Double.toString(value));
            return;
        }
        long tenths = Math.round(Math.abs(value) * 10);
        if (value < 0 && tenths > 0) {
            out.put('-');
        }
        out.unsigned(tenths / 10).put('.').put('0' + (int) (tenths % 10));
    }

    static void text(byte[] bytes, int offset, int length, TextBuffer out) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int plain = at;
            while (plain < end && bytes[plain] >= 0x20 && bytes[plain] != 0x7f) {
                plain++;
            }
            out.put(bytes, at, plain - at);
            at = plain;
            if (at < end) {
                at += special(bytes, at, end, out);
            }
        }
    }

    /** Writes one character that is not printable ASCII; how many bytes it took. */
    private static int special(byte[] bytes, int at, int end, TextBuffer out) {
        int size = Utf8.size(bytes, at, end);
        if (size > 0 && !Utf8.isControl(bytes, at)) {
            out.put(bytes, at, size);
            return size;
        }
        switch (bytes[at]) {
            case '\n' -> out.put('\\').put('n');
            case '\t' -> out.put('\\').put('t');
            case '\r' -> out.put('\\').put('r');
            default -> {
                for (int i = at; i < at + Math.max(size, 1); i++) {
                    out.put('\\').put('x').put(HEX[bytes[i] >> 4 & 15]).put(HEX[bytes[i] & 15]);
                }
            }
        }
        return Math.max(size, 1);
    }

    static void dotted(byte[] bytes, int offset, int length, TextBuffer out) {
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            out.put(b < 0x20 || b == 0x7f ? '.' : b);
        }
    }
}
