// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;

/** How the cells of a table are written. Not thread-safe. */
abstract sealed class Cells permits CsvCells, TsvCells {
    private final TextBuffer made = new TextBuffer();

    /** What stands between two cells. */
    abstract char delimiter();

    /** Writes text whose bytes may be anything. */
    abstract void text(byte[] bytes, int offset, int length, TextBuffer out);

    /**
     * Writes text without control characters, with what would end the cell made harmless; {@link
     * #text} is for what was captured.
     */
    abstract void clean(byte[] bytes, int offset, int length, TextBuffer out);

    /**
     * How values of a type are written. Where times are typed, a field of text may give a number:
     * the value's own type decides then.
     */
    final ValueWriter writer(FieldType type, NumberFormat format) {
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
                    (value, i, out) -> {
                        made.clear();
                        made.printable(value.bytes(i), value.offset(i), value.length(i));
                        text(made.bytes(), 0, made.length(), out);
                    };
            case DOUBLE ->
                    (value, _, out) -> {
                        if (Double.isFinite(value.real())) {
                            out.put(Double.toString(value.real()));
                        }
                    };
            case UNSIGNED, SIGNED, RELATIVE_TIME, ABSOLUTE_TIME ->
                    TextValues.writer(
                            type,
                            format == NumberFormat.NINE_DIGITS ? NumberFormat.DECIMAL : format);
            case BOOLEAN, ADDRESS, NET -> TextValues.writer(type, format);
            case DYNAMIC -> new TypedWriter(definite -> writer(definite, format));
        };
    }

    /** Writes all values of a list as a JSON array. */
    final void list(ValueWriter json, FieldValue value, TextBuffer out) {
        made.clear();
        JsonValues.list(json, value, made);
        clean(made.bytes(), 0, made.length(), out);
    }
}
