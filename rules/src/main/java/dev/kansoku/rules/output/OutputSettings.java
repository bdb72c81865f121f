// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.rules.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of one output, read as what they are; the table's standard where there is none. */
final class OutputSettings {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,15})([KMG]?)");
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final int MOST = 10_000_000;

    private final Map<String, List<String>> settings;

    OutputSettings(Map<String, List<String>> settings) {
        this.settings = settings;
    }

    /** Empty where there is none. */
    String text(String name) throws OutputSpecException {
        List<String> values = settings.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw wrong(name, "is given more than once");
        }
        return values.isEmpty() ? standard(name) : values.getFirst();
    }

    List<String> texts(String name) {
        return settings.getOrDefault(name, List.of());
    }

    private static String standard(String name) {
        return OutputKey.all().stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow()
                .standard();
    }

    boolean flag(String name) throws OutputSpecException {
        String value = text(name);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on" -> true;
            case "no", "false", "off" -> false;
            default -> throw wrong(name, "is yes or no, not \"" + value + "\"");
        };
    }

    int number(String name) throws OutputSpecException {
        String value = text(name);
        if (!value.matches("[0-9]{1,8}") || Integer.parseInt(value) > MOST) {
            throw wrong(name, "is a number up to " + MOST + ", not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    long bytes(String name) throws OutputSpecException {
        String value = text(name);
        Matcher parts = BYTES.matcher(value.toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            throw wrong(name, "is a number of bytes such as 64K, 16M or 1G, not \"" + value + "\"");
        }
        int shift =
                switch (parts.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    default -> 0;
                };
        long number = Long.parseLong(parts.group(1));
        if (number > Long.MAX_VALUE >> (shift + 1)) {
            throw wrong(name, "is too much: " + value);
        }
        return number << shift;
    }

    Duration span(String name) throws OutputSpecException {
        String value = text(name);
        Matcher parts = SPAN.matcher(value.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw wrong(name, "is a span such as 500ms, 10s, 5m, 12h or 7d, not \"" + value + "\"");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }

    Priority priority(String name) throws OutputSpecException {
        String value = text(name);
        Priority priority = Priority.named(value);
        if (priority == null) {
            throw wrong(
                    name,
                    "is emergency, alert, critical, error, warning, notice, informational or"
                            + " debug, not \""
                            + value
                            + "\"");
        }
        return priority;
    }

    /** Whether it is set to JSON; the other where it is not set. */
    boolean json(boolean otherwise) throws OutputSpecException {
        String value = text("format");
        return switch (value) {
            case "json" -> true;
            case "text" -> false;
            case "" -> otherwise;
            default -> throw wrong("format", "is text or json, not \"" + value + "\"");
        };
    }

    static OutputSpecException wrong(String name, String what) {
        return new OutputSpecException(name, name + " " + what);
    }
}
