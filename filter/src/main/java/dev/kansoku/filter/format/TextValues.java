// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.value.Addresses;
import dev.kansoku.filter.value.NumberText;

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
    private static final PlainRun PLAIN = new PlainRun();

    private TextValues() {}

    /** How values of a type are written. */
    static ValueWriter writer(FieldType type, NumberFormat format) {
        return switch (type) {
            case TEXT ->
                    (value, i, out) -> text(value.bytes(i), value.offset(i), value.length(i), out);
            case BYTES ->
                    (value, i, out) ->
                            out.printable(value.bytes(i), value.offset(i), value.length(i));
            case BOOLEAN -> (value, i, out) -> out.put(value.numberAt(i) != 0 ? TRUE : FALSE);
            case ADDRESS, NET ->
                    (value, i, out) ->
                            Addresses.write(value.bytes(i), value.offset(i), value.length(i), out);
            case DOUBLE -> (value, _, out) -> NumberText.oneDecimal(value.real(), out);
            case UNSIGNED ->
                    format == NumberFormat.DECIMAL
                            ? (value, i, out) -> out.unsigned(value.numberAt(i))
                            : number(format);
            case SIGNED, RELATIVE_TIME, ABSOLUTE_TIME -> number(format);
            case DYNAMIC -> new TypedWriter(definite -> writer(definite, format));
        };
    }

    private static ValueWriter number(NumberFormat format) {
        return format == NumberFormat.DECIMAL
                ? (value, i, out) -> out.decimal(value.numberAt(i))
                : (value, i, out) -> NumberText.whole(value.numberAt(i), format, out);
    }

    /** All values of a list, in brackets with commas between. */
    static void list(ValueWriter writer, FieldValue value, TextBuffer out) {
        out.put('(');
        for (int i = 0; i < value.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            writer.write(value, i, out);
        }
        out.put(')');
    }

    static void text(byte[] bytes, int offset, int length, TextBuffer out) {
        int end = offset + length;
        int at = offset;
        while (true) {
            int plain = PLAIN.end(bytes, at, end);
            out.put(bytes, at, plain - at);
            if (plain == end) {
                return;
            }
            at = plain + special(bytes, plain, end, out);
        }
    }

    /** A text with its line ends and tabs, and the rest as {@link #text} writes it. */
    static void lines(FieldValue value, int index, TextBuffer out) {
        byte[] bytes = value.bytes(index);
        int from = value.offset(index);
        int end = from + value.length(index);
        for (int at = from; at < end; at++) {
            if (bytes[at] == '\n' || bytes[at] == '\t') {
                text(bytes, from, at - from, out);
                out.put(bytes[at]);
                from = at + 1;
            }
        }
        text(bytes, from, end - from, out);
    }

    /** Writes one character that is not printable ASCII; how many bytes it took. */
    static int special(byte[] bytes, int at, int end, TextBuffer out) {
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
}
