package dev.kansoku.cli;

import java.util.List;

/**
 * A report that is asked for.
 *
 * @param name such as {@code topfiles_bytes}
 * @param arguments what it was given
 */
record ReportRequest(String name, List<String> arguments) {
    ReportRequest {
        arguments = List.copyOf(arguments);
    }
}
