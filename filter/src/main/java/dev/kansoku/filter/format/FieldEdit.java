// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;

/** Changes the text of a field, as when a secret in it is not to be seen. */
@FunctionalInterface
public interface FieldEdit {
    /**
     * Changes the text at the end of a buffer.
     *
     * @param from where the field's text begins
     */
    void edit(TextBuffer out, int from);
}
