// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.event.TextBuffer;
import java.nio.charset.StandardCharsets;

/** Captured bytes as text that cannot steer a terminal: control characters become escapes. */
final class Escaped {
    private Escaped() {}

    static String text(TextBuffer bytes) {
        String text = new String(bytes.bytes(), 0, bytes.length(), StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                shown.append("\\x").append(Character.forDigit(c >> 4 & 15, 16));
                shown.append(Character.forDigit(c & 15, 16));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}
