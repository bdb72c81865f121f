// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import dev.kansoku.event.TerminalText;
import dev.kansoku.event.TextBuffer;
import org.jspecify.annotations.Nullable;

/** Takes what would steer a terminal out of text that others wrote. */
public final class Printable {
    private Printable() {}

    /** A message on one line, every control character a question mark. */
    public static String line(@Nullable String message) {
        StringBuilder shown = new StringBuilder(message == null ? "" : message);
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (Character.isISOControl(c) && c != '\n') {
                shown.setCharAt(i, '?');
            }
        }
        return shown.toString();
    }

    /** Puts a dot for every control character but tabs and newlines written since {@code from}. */
    public static void clean(TextBuffer text, int from) {
        TerminalText.clean(text, from);
    }
}
