// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One report as {@code reports.txt} declares it.
 *
 * @param name such as {@code topfiles_bytes}
 * @param category the heading it stands under in lists
 * @param summary in a few words
 * @param description in a few sentences
 * @param kind which class makes it
 * @param arguments what may stand behind its name, required ones first
 * @param properties what else the kind asks for: {@code filter}, {@code keys} and their like
 */
public record ReportDefinition(
        String name,
        String category,
        String summary,
        String description,
        String kind,
        List<ReportArgument> arguments,
        Map<String, String> properties) {
    public ReportDefinition {
        arguments = List.copyOf(arguments);
        properties = Map.copyOf(properties);
    }

    /** A property that the kind cannot do without. */
    String property(String word) {
        String value = properties.get(word);
        if (value == null) {
            throw new IllegalStateException("report " + name + " declares no " + word);
        }
        return value;
    }

    @Nullable String optional(String word) {
        return properties.get(word);
    }
}
