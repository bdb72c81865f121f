// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import java.util.function.Function;

/** Writes a value whose type comes with the event, by that type's writer. */
final class TypedWriter implements ValueWriter {
    private static final FieldType[] TYPES = FieldType.values();

    private final ValueWriter[] byType = new ValueWriter[TYPES.length];

    /**
     * @param writers gives the writer of each definite type
     */
    TypedWriter(Function<FieldType, ValueWriter> writers) {
        for (FieldType type : TYPES) {
            byType[type.ordinal()] =
                    type == FieldType.DYNAMIC
                            ? (_, _, _) -> {
                                throw new IllegalStateException("a value without a definite type");
                            }
                            : writers.apply(type);
        }
    }

    @Override
    public void write(FieldValue value, int index, TextBuffer out) {
        byType[value.type().ordinal()].write(value, index, out);
    }
}
