// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The environment of a command: this process's as it was before {@code ./kansoku} hid from Java the
 * variables that give options to it.
 */
final class CommandEnvironment {
    /** What {@code ./kansoku} puts before the names of variables that it hides. */
    private static final String KEPT = "KANSOKU_KEPT_";

    /** Those that it hides. */
    private static final List<String> HIDDEN =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private CommandEnvironment() {}

    /** As {@code NAME=value} each. */
    static List<String> of(Map<String, String> own) {
        List<String> environment = new ArrayList<>();
        own.forEach(
                (name, value) -> {
                    if (!isHidden(name)) {
                        environment.add(name + "=" + value);
                    }
                });
        for (String name : HIDDEN) {
            String value = own.get(KEPT + name);
            if (value != null) {
                environment.add(name + "=" + value);
            }
        }
        return environment;
    }

    /** Whether a variable is one that was hidden. */
    private static boolean isHidden(String name) {
        return name.startsWith(KEPT) && HIDDEN.contains(name.substring(KEPT.length()));
    }
}
