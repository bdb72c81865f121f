// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import dev.kansoku.event.TextBuffer;

/**
 * An alert as a line, and below it on lines of their own how it came to it where the rule asks why:
 * for terminals and files. What takes one line for an alert takes {@link AlertText}.
 *
 * @param text the first line
 */
public record AlertLines(AlertText text) implements AlertForm {
    private static final String MARGIN = "\n    ";

    @Override
    public void write(Alert alert, TextBuffer out) {
        text.write(alert, out);
        Why why = alert.why();
        if (why == null) {
            return;
        }
        String by = "by ";
        for (Why.Ancestor ancestor : why.ancestry()) {
            out.put(MARGIN).put(by).put(ancestor.name());
            out.put(" (").decimal(ancestor.pid()).put(") ").put(ancestor.commandLine());
            by = "of ";
        }
        for (Why.Before event : why.events()) {
            out.put(MARGIN).put(text.time().shown(event.nanos()));
            out.put(' ').put(event.type()).put(' ').put(event.text());
        }
    }
}
