// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import dev.kansoku.cli.console.UsageException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A moment of a capture, as it is written on the command line. Times are nanoseconds. */
public sealed interface TimePoint {
    /** A moment, since the epoch. */
    record Absolute(long nanos) implements TimePoint {}

    /** A time of the day on which the capture begins, or of the next one. */
    record OfDay(LocalTime time, ZoneId zone) implements TimePoint {}

    /** A span since the capture's first event. */
    record SinceBegin(long nanos) implements TimePoint {}

    long NANOS_PER_SECOND = 1_000_000_000L;

    Pattern SPAN_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h|d)?");
    Pattern EPOCH = Pattern.compile("[0-9]{9,10}(\\.[0-9]*)?");
    Pattern EPOCH_NANOS = Pattern.compile("[0-9]{18,19}");

    /** Reads a moment that an option was given. */
    static TimePoint read(String option, String text, ZoneId zone) throws UsageException {
        String word = text.strip();
        try {
            if (word.startsWith("+")) {
                return new SinceBegin(span(option, word.substring(1)));
            }
            if (EPOCH.matcher(word).matches()) {
                return new Absolute(nanos(new BigDecimal(word), NANOS_PER_SECOND));
            }
            if (EPOCH_NANOS.matcher(word).matches()) {
                return new Absolute(Long.parseLong(word));
            }
            if (word.indexOf(':') == 2 || word.indexOf(':') == 1) {
                return new OfDay(LocalTime.parse(word.indexOf(':') == 1 ? "0" + word : word), zone);
            }
            return new Absolute(nanos(instant(word.replace(' ', 'T'), zone)));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new UsageException(
                    "option --"
                            + option
                            + " takes a time such as \"2026-11-26 10:00:05.5\", 10:00:05, +5s (from"
                            + " the beginning) or 1795300628.5 (seconds since the epoch), not \""
                            + text
                            + "\"");
        }
    }

    private static Instant instant(String word, ZoneId zone) {
        int time = word.indexOf('T');
        if (time < 0) {
            return LocalDate.parse(word).atStartOfDay(zone).toInstant();
        }
        boolean placed =
                word.endsWith("Z") || word.indexOf('+', time) > 0 || word.indexOf('-', time) > 0;
        return placed
                ? OffsetDateTime.parse(word).toInstant()
                : LocalDateTime.parse(word).atZone(zone).toInstant();
    }

    private static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    }

    private static long nanos(BigDecimal number, long unit) {
        return number.multiply(BigDecimal.valueOf(unit)).toBigInteger().longValueExact();
    }

    /**
     * Reads a span such as {@code 90s}, {@code 1m30s} or {@code 1.5h}; a bare number is seconds.
     */
    static long span(String option, String text) throws UsageException {
        Matcher parts = SPAN_PART.matcher(text);
        long sum = 0;
        int at = 0;
        try {
            while (at < text.length() && parts.find(at) && parts.start() == at) {
                sum =
                        Math.addExact(
                                sum, nanos(new BigDecimal(parts.group(1)), unit(parts.group(2))));
                at = parts.end();
            }
        } catch (ArithmeticException e) {
            at = -1;
        }
        if (text.isEmpty() || at < text.length()) {
            throw new UsageException(
                    "option --"
                            + option
                            + " takes a span such as 5s, 500ms, 1m30s or 2h, not \""
                            + text
                            + "\"");
        }
        return sum;
    }

    private static long unit(@Nullable String name) {
        return switch (name == null ? "s" : name) {
            case "ns" -> 1;
            case "us" -> 1000;
            case "ms" -> 1_000_000;
            case "m" -> 60 * NANOS_PER_SECOND;
            case "h" -> 3600 * NANOS_PER_SECOND;
            case "d" -> 86_400 * NANOS_PER_SECOND;
            default -> NANOS_PER_SECOND;
        };
    }

    /** The moment in a capture whose first event has this timestamp. */
    default long in(long first) {
        return switch (this) {
            case Absolute(long nanos) -> nanos;
            case SinceBegin(long nanos) -> first + nanos;
            case OfDay(LocalTime time, ZoneId zone) -> {
                Instant begin =
                        Instant.ofEpochSecond(first / NANOS_PER_SECOND, first % NANOS_PER_SECOND);
                LocalDate day = LocalDate.ofInstant(begin, zone);
                long onDay = nanos(day.atTime(time).atZone(zone).toInstant());
                // a capture may run past midnight
                boolean before = onDay < first - 12 * 3600 * NANOS_PER_SECOND;
                yield before ? nanos(day.plusDays(1).atTime(time).atZone(zone).toInstant()) : onDay;
            }
        };
    }
}
