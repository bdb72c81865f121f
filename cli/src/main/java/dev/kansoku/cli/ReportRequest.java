// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report that is asked for.
 *
 * @param name such as {@code topfiles_bytes}
 * @param arguments what it was given
 * @param script what makes it, null for a built-in one
 */
record ReportRequest(String name, List<String> arguments, @Nullable ScriptFile script) {
    ReportRequest {
        arguments = List.copyOf(arguments);
    }

    /** A built-in report. */
    ReportRequest(String name, List<String> arguments) {
        this(name, arguments, null);
    }
}
