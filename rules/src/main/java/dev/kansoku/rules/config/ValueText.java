// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the texts of values mean. A method answers null where a text is none of its kind. */
final class ValueText {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final int MOST_DIGITS = 18;
    private static final int MOST_PORT = 65_535;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private ValueText() {}

    static @Nullable Boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    static @Nullable Long integer(String text) {
        try {
            return text.length() > MOST_DIGITS ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable Double number(String text) {
        try {
            return text.length() > MOST_DIGITS ? null : new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Nanoseconds of {@code 10ms}, {@code 1m30s} and the like. */
    static @Nullable Long span(String text) {
        Matcher part = SPAN.matcher(text);
        long nanos = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            long one =
                    switch (part.group(2)) {
                        case "ms" -> NANOS_PER_MILLI;
                        case "s" -> NANOS_PER_SECOND;
                        case "m" -> NANOS_PER_SECOND * 60;
                        case "h" -> NANOS_PER_SECOND * 3_600;
                        default -> NANOS_PER_SECOND * 86_400;
                    };
            long high = Math.multiplyHigh(Long.parseLong(part.group(1)), one);
            nanos += Long.parseLong(part.group(1)) * one;
            if (high != 0 || nanos < 0) {
                return null;
            }
            end = part.end();
        }
        return end == 0 || end != text.length() ? null : nanos;
    }

    /** Bytes of {@code 64K}, {@code 8M} and the like; K is 1024. */
    static @Nullable Long size(String text) {
        if (text.isEmpty()) {
            return null;
        }
        int unit = "KMG".indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
        Long number = integer(unit < 0 ? text : text.substring(0, text.length() - 1));
        int shift = 10 * (unit + 1);
        return number == null || number < 0 || number > Long.MAX_VALUE >> shift
                ? null
                : Long.valueOf(number << shift);
    }

    /** Where to listen: {@code 127.0.0.1:9465} or {@code [::1]:9465}. No name is looked up. */
    static @Nullable InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        Long port = colon < 1 ? null : integer(text.substring(colon + 1));
        if (port == null || port < 0 || port > MOST_PORT) {
            return null;
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.contains(":") && !bracketed) {
            return null;
        }
        try {
            return new InetSocketAddress(
                    InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host),
                    port.intValue());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What is wrong with a value, as the end of a sentence that begins with its name; or null. */
    static @Nullable String fault(Setting setting, String text) {
        return switch (setting.kind()) {
            case FLAG -> flag(text) == null ? "takes true or false" : null;
            case INTEGER -> bounded(setting, integer(text), "a whole number");
            case NUMBER -> bounded(setting, number(text), "a number");
            case SPAN -> bounded(setting, span(text), "a span of time such as 5s");
            case SIZE -> bounded(setting, size(text), "a number of bytes such as 8M");
            case CHOICE, WORDS -> chosen(setting, text);
            case ADDRESS ->
                    address(text) == null
                            ? "takes an IP address and a port, such as 127.0.0.1:9465"
                            : null;
            case TEXT, TEXTS, SECTIONS -> null;
        };
    }

    private static @Nullable String chosen(Setting setting, String text) {
        if (setting.words().isEmpty()) {
            return text.isEmpty() ? "takes names, none of which is empty" : null;
        }
        return setting.words().contains(text.toLowerCase(Locale.ROOT))
                ? null
                : "takes " + String.join(", ", setting.words());
    }

    private static @Nullable String bounded(Setting setting, @Nullable Number value, String what) {
        Setting.Bounds bounds = setting.bounds();
        if (bounds == null) {
            return value == null ? "takes " + what : null;
        }
        String range = "takes " + what + " from " + bounds.least() + " to " + bounds.most();
        if (value == null) {
            return range;
        }
        double number = value.doubleValue();
        return number < amount(setting.kind(), bounds.least())
                        || number > amount(setting.kind(), bounds.most())
                ? range
                : null;
    }

    private static double amount(SettingKind kind, String bound) {
        Number amount =
                switch (kind) {
                    case SPAN -> span(bound);
                    case SIZE -> size(bound);
                    default -> number(bound);
                };
        if (amount == null) {
            throw new IllegalStateException("no bound: " + bound);
        }
        return amount.doubleValue();
    }
}
