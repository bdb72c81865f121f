package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldValue;
import java.nio.charset.StandardCharsets;

/**
 * Field values as JSON: numbers, times in nanoseconds and booleans typed, a number shown in
 * hexadecimal or octal as text, a list as an array. Text is always valid: a byte that is not UTF-8
 * becomes U+FFFD, and no control character is written raw.
 */
final class JsonValues {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private JsonValues() {}

    static void missing(TextBuffer out) {
        out.put(NULL);
    }

    static void write(FieldDefinition field, FieldValue value, TextBuffer out) {
        if (!field.list()) {
            if (value.size() == 0) {
                missing(out);
            } else {
                writeOne(field, value, 0, out);
            }
            return;
        }
        out.put('[');
        for (int i = 0; i < value.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            writeOne(field, value, i, out);
        }
        out.put(']');
    }

    private static void writeOne(
            FieldDefinition field, FieldValue value, int index, TextBuffer out) {
        switch (value.type()) {
            case TEXT -> text(value.bytes(index), value.offset(index), value.length(index), out);
            case BYTES -> dotted(value.bytes(index), value.offset(index), value.length(index), out);
            case UNSIGNED -> {
                if (isNumber(field)) {
                    out.unsigned(value.numberAt(index));
                } else {
                    quoted(field, value, index, out);
                }
            }
            case SIGNED, RELATIVE_TIME, ABSOLUTE_TIME -> {
                if (isNumber(field)) {
                    out.decimal(value.numberAt(index));
                } else {
                    quoted(field, value, index, out);
                }
            }
            case DOUBLE -> {
                if (Double.isFinite(value.real())) {
                    out.put(Double.toString(value.real()));
                } else {
                    missing(out);
                }
            }
            case BOOLEAN -> TextValues.writeOne(field, value, index, out);
            case ADDRESS, NET, DYNAMIC -> quoted(field, value, index, out);
        }
    }

    private static boolean isNumber(FieldDefinition field) {
        return field.format() == NumberFormat.DECIMAL || field.format() == NumberFormat.NINE_DIGITS;
    }

    private static void quoted(FieldDefinition field, FieldValue value, int index, TextBuffer out) {
        out.put('"');
        TextValues.writeOne(field, value, index, out);
        out.put('"');
    }

    static void text(byte[] bytes, int offset, int length, TextBuffer out) {
        int end = offset + length;
        int at = offset;
        out.put('"');
        while (at < end) {
            int plain = Utf8.plainEnd(bytes, at, end);
            out.put(bytes, at, plain - at);
            at = plain;
            if (at < end) {
                at += special(bytes, at, end, out);
            }
        }
        out.put('"');
    }

    private static int special(byte[] bytes, int at, int end, TextBuffer out) {
        int size = Utf8.size(bytes, at, end);
        if (size == 0) {
            out.put(REPLACEMENT);
            return 1;
        }
        byte b = bytes[at];
        if (b == '"' || b == '\\') {
            out.put('\\').put(b);
        } else if (!Utf8.isControl(bytes, at)) {
            out.put(bytes, at, size);
        } else {
            control(size == 1 ? b : bytes[at + 1], out);
        }
        return size;
    }

    private static void control(int character, TextBuffer out) {
        out.put('\\');
        switch (character) {
            case '\n' -> out.put('n');
            case '\t' -> out.put('t');
            case '\r' -> out.put('r');
            default ->
                    out.put('u')
                            .put('0')
                            .put('0')
                            .put(HEX[character >> 4 & 15])
                            .put(HEX[character & 15]);
        }
    }

    private static void dotted(byte[] bytes, int offset, int length, TextBuffer out) {
        out.put('"');
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\') {
                out.put('\\');
            }
            out.put(b < 0x20 || b == 0x7f ? '.' : b);
        }
        out.put('"');
    }
}
