// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldValue;
import java.util.Arrays;

/**
 * Several values that are written one behind the other and added when all are written, since the
 * buffer may move as it grows. They stay as they are until the next {@link #clear}. Not
 * thread-safe.
 */
final class ComposedValues {
    private final TextBuffer made = new TextBuffer();
    private int[] ends = new int[4];
    private int size;

    /** Where the next value is written. */
    TextBuffer text() {
        return made;
    }

    void clear() {
        made.clear();
        size = 0;
    }

    /** Ends the value at hand. */
    void end() {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size++] = made.length();
    }

    /** Forgets what was written since the last value ended. */
    void dropUnfinished() {
        made.truncate(size == 0 ? 0 : ends[size - 1]);
    }

    void addTo(FieldValue out) {
        int from = 0;
        for (int i = 0; i < size; i++) {
            out.bytes(made.bytes(), from, ends[i] - from);
            from = ends[i];
        }
    }
}
