// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as Wireshark's dialect writes them, in nanoseconds; null is none. */
final class WiresharkTimes {
    private static final int LONGEST = 64;
    private static final BigDecimal NANOSECONDS = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal SMALLEST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /**
     * No part of it can match the same text in two ways, so it takes no longer than the text is.
     */
    private static final Pattern SECONDS =
            Pattern.compile("-?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?");

    private static final String CLOCK =
            "(\\d{1,2})(?::(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,18}))?)?)?";
    private static final String ZONE = "\\s*(Z|[A-Z]{2,3}|[+-]\\d{2}(?::?\\d{2})?)?";
    private static final Pattern ISO =
            Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:(?:T|\\s+)" + CLOCK + ZONE + ")?");
    private static final Pattern MONTH_FIRST =
            Pattern.compile(
                    "([A-Za-z]{3})\\s+(\\d{1,2}),\\s+(\\d{4})\\s+"
                            + "(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,18}))?"
                            + ZONE);
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");

    /** The zones that have names; any other is a number of hours. */
    private static final Map<String, Integer> HOURS =
            Map.ofEntries(
                    Map.entry("Z", 0),
                    Map.entry("UTC", 0),
                    Map.entry("GMT", 0),
                    Map.entry("UT", 0),
                    Map.entry("EST", -5),
                    Map.entry("EDT", -4),
                    Map.entry("CST", -6),
                    Map.entry("CDT", -5),
                    Map.entry("MST", -7),
                    Map.entry("MDT", -6),
                    Map.entry("PST", -8),
                    Map.entry("PDT", -7));

    private WiresharkTimes() {}

    /** Seconds with up to nine decimal places. */
    static @Nullable Long relative(String text) {
        if (text.length() > LONGEST || !SECONDS.matcher(text).matches()) {
            return null;
        }
        return nanoseconds(new BigDecimal(text));
    }

    /**
     * A date and time in ISO 8601, perhaps without its seconds, minutes or all of the clock; one
     * such as {@code Sep 26, 2004 23:18:04.954975}; or seconds since the epoch.
     */
    static @Nullable Long absolute(String text, ZoneId zone) {
        if (text.length() > LONGEST) {
            return null;
        }
        Matcher iso = ISO.matcher(text);
        if (iso.matches()) {
            return moment(
                    new String[] {
                        iso.group(1),
                        iso.group(2),
                        iso.group(3),
                        iso.group(4),
                        iso.group(5),
                        iso.group(6),
                        iso.group(7),
                        iso.group(8)
                    },
                    zone);
        }
        Matcher named = MONTH_FIRST.matcher(text);
        if (named.matches()) {
            int month = MONTHS.indexOf(named.group(1).toLowerCase(Locale.ROOT)) + 1;
            return moment(
                    new String[] {
                        named.group(3), Integer.toString(month), named.group(2), named.group(4),
                        named.group(5), named.group(6), named.group(7), named.group(8)
                    },
                    zone);
        }
        return relative(text);
    }

    /**
     * Puts a moment together.
     *
     * @param parts year, month, day, hour, minute, second, decimal places and zone; what is null is
     *     0, or the given zone
     */
    private static @Nullable Long moment(@Nullable String[] parts, ZoneId zone) {
        try {
            LocalDateTime time =
                    LocalDateTime.of(
                            number(parts[0]),
                            number(parts[1]),
                            number(parts[2]),
                            number(parts[3]),
                            number(parts[4]),
                            number(parts[5]));
            ZoneId at = parts[7] == null ? zone : zone(parts[7]);
            if (at == null) {
                return null;
            }
            BigDecimal seconds = BigDecimal.valueOf(time.atZone(at).toEpochSecond());
            return nanoseconds(
                    parts[6] == null ? seconds : seconds.add(new BigDecimal("0." + parts[6])));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static @Nullable ZoneId zone(String name) {
        Integer hours = HOURS.get(name);
        if (hours != null) {
            return ZoneOffset.ofHours(hours);
        }
        char sign = name.charAt(0);
        return sign == '+' || sign == '-' ? ZoneOffset.of(name) : null;
    }

    private static @Nullable Long nanoseconds(BigDecimal seconds) {
        BigDecimal value = seconds.multiply(NANOSECONDS).stripTrailingZeros();
        return value.scale() > 0 || value.compareTo(SMALLEST) < 0 || value.compareTo(LARGEST) > 0
                ? null
                : Long.valueOf(value.longValueExact());
    }
}
