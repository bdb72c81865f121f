// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import dev.kansoku.event.TextBuffer;

/** How an alert is written. Immutable and thread-safe, as outputs have threads of their own. */
@FunctionalInterface
public interface AlertForm {
    /** Writes an alert, without a newline at its end. */
    void write(Alert alert, TextBuffer out);
}
