// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldValue;

/**
 * Writes one value of a field. It is chosen when a format is read, so that for an event nothing has
 * to be decided that the field decides.
 */
@FunctionalInterface
interface ValueWriter {
    void write(FieldValue value, int index, TextBuffer out);
}
