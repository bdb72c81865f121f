// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.ShownOperand;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what events have in common as bytes: two events have the same where the bytes are equal.
 * Of a long text the beginning, the length and a hash of all of it are written. Belongs to one
 * thread.
 */
final class KeyReader {
    /** How much of a text is written as it is. */
    private static final int LONGEST = 128;

    private static final int MISSING = 0;
    private static final int NUMBERS = 1;
    private static final int BYTES = 2;

    private final List<ShownOperand<EventContext>> fields = new ArrayList<>();
    private final FieldValue value = new FieldValue();
    private final long seed;

    /**
     * @param names of the fields
     */
    KeyReader(List<String> names, FieldCatalogue<EventContext> catalogue, long seed)
            throws FilterException {
        for (String name : names) {
            fields.add(ShownField.of(name, catalogue));
        }
        this.seed = seed;
    }

    /**
     * Writes the values of the event at hand.
     *
     * @return whether it has all of them
     */
    boolean read(EventContext context, TextBuffer out) {
        boolean all = true;
        for (ShownOperand<EventContext> field : fields) {
            all &= write(field, context, out);
        }
        return all;
    }

    private boolean write(ShownOperand<EventContext> field, EventContext context, TextBuffer out) {
        value.begin(field.definition().type());
        if (!field.extractor().extract(context, value) || value.size() == 0) {
            out.put(MISSING);
            return false;
        }
        boolean bytes = isBytes(value.type());
        out.put(bytes ? BYTES : NUMBERS);
        number(value.size(), out);
        for (int i = 0; i < value.size(); i++) {
            if (bytes) {
                text(value.bytes(i), value.offset(i), value.length(i), out);
            } else {
                number(
                        value.type() == FieldType.DOUBLE
                                ? Double.doubleToLongBits(value.real())
                                : value.numberAt(i),
                        out);
            }
        }
        return true;
    }

    /** Whether values of a type are bytes; others are numbers. */
    static boolean isBytes(FieldType type) {
        return switch (type) {
            case TEXT, BYTES, ADDRESS, NET -> true;
            case SIGNED, UNSIGNED, BOOLEAN, RELATIVE_TIME, ABSOLUTE_TIME, DOUBLE, DYNAMIC -> false;
        };
    }

    private void text(byte[] bytes, int offset, int length, TextBuffer out) {
        number(length, out);
        out.put(bytes, offset, Math.min(length, LONGEST));
        if (length > LONGEST) {
            number(Hash.of(bytes, offset, length, seed), out);
        }
    }

    static void number(long number, TextBuffer out) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            out.put((int) (number >>> shift));
        }
    }
}
