// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Numbers and times as a filter writes them; null stands for text that is none. */
public final class Numbers {
    private static final int LONGEST = 64;
    private static final BigDecimal SMALLEST_SIGNED = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LARGEST_SIGNED = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal LARGEST_UNSIGNED =
            new BigDecimal(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));

    private Numbers() {}

    public static @Nullable Long signed(String text) {
        return whole(decimal(text), SMALLEST_SIGNED, LARGEST_SIGNED);
    }

    public static @Nullable Long unsigned(String text) {
        return whole(decimal(text), BigDecimal.ZERO, LARGEST_UNSIGNED);
    }

    public static @Nullable Double real(String text) {
        BigDecimal value = decimal(text);
        return value == null ? null : value.doubleValue();
    }

    /** Nanoseconds: a bare number, or one with ns, us, ms, s, m or h behind it. */
    public static @Nullable Long relativeTime(String text) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        long unit =
                switch (text.substring(end)) {
                    case "ns" -> 1L;
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> 0L;
                };
        if (unit == 0) {
            return signed(text);
        }
        BigDecimal value = decimal(text.substring(0, end));
        return value == null
                ? null
                : whole(value.multiply(BigDecimal.valueOf(unit)), SMALLEST_SIGNED, LARGEST_SIGNED);
    }

    /** Nanoseconds since the epoch, or a date and time in ISO 8601, in UTC unless it says. */
    public static @Nullable Long absoluteTime(String text) {
        Long nanoseconds = signed(text);
        if (nanoseconds != null) {
            return nanoseconds;
        }
        Instant instant;
        try {
            instant = Instant.parse(text);
        } catch (DateTimeException withoutZone) {
            try {
                instant = LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                return null;
            }
        }
        BigDecimal value =
                BigDecimal.valueOf(instant.getEpochSecond())
                        .multiply(BigDecimal.valueOf(1_000_000_000L))
                        .add(BigDecimal.valueOf(instant.getNano()));
        return whole(value, SMALLEST_SIGNED, LARGEST_SIGNED);
    }

    /** A number in decimal, with a fraction or an exponent, or in hexadecimal after 0x. */
    private static @Nullable BigDecimal decimal(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        boolean negative = text.charAt(0) == '-';
        String digits = negative ? text.substring(1) : text;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            String hex = digits.substring(2);
            for (int i = 0; i < hex.length(); i++) {
                if (Hex.digit(hex.charAt(i)) < 0) {
                    return null;
                }
            }
            if (hex.isEmpty()) {
                return null;
            }
            BigInteger value = new BigInteger(hex, 16);
            return new BigDecimal(negative ? value.negate() : value);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return null;
            }
        }
        try {
            BigDecimal value = new BigDecimal(text);
            // an exponent of millions would take as many digits to bring to a whole number
            return Math.abs((long) value.scale()) > LONGEST ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long whole(
            @Nullable BigDecimal value, BigDecimal smallest, BigDecimal largest) {
        if (value == null || value.compareTo(smallest) < 0 || value.compareTo(largest) > 0) {
            return null;
        }
        BigDecimal fraction = value.remainder(BigDecimal.ONE);
        return fraction.signum() == 0 ? Long.valueOf(value.toBigInteger().longValue()) : null;
    }
}
