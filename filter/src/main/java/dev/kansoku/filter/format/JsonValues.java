// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
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
    private static final PlainRun PLAIN = new PlainRun('"', '\\');

    private JsonValues() {}

    static void missing(TextBuffer out) {
        out.put(NULL);
    }

    /**
     * How values of a type are written. Where times are typed, a field of text may give a number:
     * the value's own type decides then.
     */
    static ValueWriter writer(FieldType type, NumberFormat format) {
        return switch (type) {
            case TEXT -> {
                ValueWriter time = writer(FieldType.ABSOLUTE_TIME, NumberFormat.DECIMAL);
                yield (value, i, out) -> {
                    if (value.type() == FieldType.TEXT) {
                        text(value.bytes(i), value.offset(i), value.length(i), out);
                    } else {
                        time.write(value, i, out);
                    }
                };
            }
            case BYTES ->
                    (value, i, out) ->
                            dotted(value.bytes(i), value.offset(i), value.length(i), out);
            case UNSIGNED, SIGNED, RELATIVE_TIME, ABSOLUTE_TIME -> number(type, format);
            case DOUBLE -> (value, _, out) -> real(value.real(), out);
            case BOOLEAN -> TextValues.writer(type, format);
            case ADDRESS, NET -> quoted(TextValues.writer(type, format));
            case DYNAMIC -> new TypedWriter(definite -> writer(definite, format));
        };
    }

    private static ValueWriter number(FieldType type, NumberFormat format) {
        return switch (format) {
            case DECIMAL, NINE_DIGITS -> TextValues.writer(type, NumberFormat.DECIMAL);
            case HEXADECIMAL, OCTAL -> quoted(TextValues.writer(type, format));
        };
    }

    private static void real(double value, TextBuffer out) {
        if (Double.isFinite(value)) {
            out.put(Double.toString(value));
        } else {
            missing(out);
        }
    }

    private static ValueWriter quoted(ValueWriter inside) {
        return (value, i, out) -> {
            out.put('"');
            inside.write(value, i, out);
            out.put('"');
        };
    }

    /** All values of a list, as an array. */
    static void list(ValueWriter writer, FieldValue value, TextBuffer out) {
        out.put('[');
        for (int i = 0; i < value.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            writer.write(value, i, out);
        }
        out.put(']');
    }

    static void text(byte[] bytes, int offset, int length, TextBuffer out) {
        int end = offset + length;
        int at = offset;
        out.put('"');
        while (true) {
            int plain = PLAIN.end(bytes, at, end);
            out.put(bytes, at, plain - at);
            if (plain == end) {
                break;
            }
            at = plain + special(bytes, plain, end, out);
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
