// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;

/** Numbers as text. */
public final class NumberText {
    private NumberText() {}

    /** A whole number as its field is shown; a decimal one has a sign where it is negative. */
    public static void whole(long number, NumberFormat format, TextBuffer out) {
        switch (format) {
            case DECIMAL -> out.decimal(number);
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

    /** A real number with one decimal place, or as Java has it where it is too large for that. */
    public static void oneDecimal(double value, TextBuffer out) {
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
}
