// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much an alert matters, the most urgent first, as syslog counts them. */
public enum Priority {
    EMERGENCY("Emergency"),
    ALERT("Alert"),
    CRITICAL("Critical"),
    ERROR("Error"),
    WARNING("Warning"),
    NOTICE("Notice"),
    INFORMATIONAL("Informational"),
    DEBUG("Debug");

    private final String text;

    Priority(String text) {
        this.text = text;
    }

    /** As alerts show it. */
    public String text() {
        return text;
    }

    /** Whether it matters as much as another or more. */
    public boolean atLeast(Priority other) {
        return ordinal() <= other.ordinal();
    }

    /** The one of a name in any case, {@code info} being short for informational, or null. */
    public static @Nullable Priority named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.equals("info")) {
            return INFORMATIONAL;
        }
        for (Priority priority : values()) {
            if (priority.text.toLowerCase(Locale.ROOT).equals(wanted)) {
                return priority;
            }
        }
        return null;
    }
}
