// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.syntax.Operand.Literal;
import dev.kansoku.filter.syntax.Operand.Literal.Form;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Literals as Wireshark's dialect reads them for a field of some type; null stands for one that is
 * no such value. Numbers are octal behind a 0, times are in seconds, words without quotes are bytes
 * in hexadecimal where bytes are compared.
 */
public final class WiresharkNumbers {
    private static final int LONGEST = 80;
    private static final BigInteger SMALLEST_SIGNED = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LARGEST_SIGNED = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LARGEST_UNSIGNED =
            BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private WiresharkNumbers() {}

    /**
     * A whole number, nanoseconds, or 1 and 0 for true and false.
     *
     * @param zone of a date and time that does not say its own
     */
    public static @Nullable Long whole(FieldType type, Literal literal, ZoneId zone) {
        return switch (type) {
            case UNSIGNED -> unsigned(literal);
            case BOOLEAN -> bool(literal);
            case RELATIVE_TIME ->
                    literal.form() == Form.BARE ? WiresharkTimes.relative(plain(literal)) : null;
            case ABSOLUTE_TIME ->
                    literal.form() == Form.CHARACTER
                            ? null
                            : WiresharkTimes.absolute(plain(literal), zone);
            default -> signed(literal);
        };
    }

    /** A number from -2^63 to 2^63 - 1. */
    public static @Nullable Long signed(Literal literal) {
        return whole(literal, SMALLEST_SIGNED, LARGEST_SIGNED);
    }

    /** A number from 0 to 2^64 - 1. */
    public static @Nullable Long unsigned(Literal literal) {
        return whole(literal, BigInteger.ZERO, LARGEST_UNSIGNED);
    }

    private static @Nullable Long whole(Literal literal, BigInteger least, BigInteger most) {
        BigInteger value =
                switch (literal.form()) {
                    case BARE -> number(plain(literal));
                    case CHARACTER -> BigInteger.valueOf(character(literal));
                    case QUOTED -> null;
                };
        return value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0
                ? null
                : Long.valueOf(value.longValue());
    }

    /** Decimal, 0x hexadecimal, 0b binary, or octal behind a 0. */
    private static @Nullable BigInteger number(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        boolean negative = text.charAt(0) == '-';
        String digits = negative ? text.substring(1) : text;
        int base = 10;
        int from = 0;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            char mark = digits.charAt(1);
            base = mark == 'x' || mark == 'X' ? 16 : mark == 'b' || mark == 'B' ? 2 : 8;
            from = base == 8 ? 1 : 2;
        }
        if (from == digits.length()) {
            return null;
        }
        for (int i = from; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c >= 0x80 || Character.digit(c, base) < 0) {
                return null;
            }
        }
        BigInteger value = new BigInteger(digits.substring(from), base);
        return negative ? value.negate() : value;
    }

    /** The number of a character in single quotes. */
    private static int character(Literal literal) {
        byte[] bytes = literal.bytes();
        return bytes.length == 1 ? bytes[0] & 0xff : literal.text().codePointAt(0);
    }

    /** True and false in any case, and numbers: all but 0 are true. */
    private static @Nullable Long bool(Literal literal) {
        return switch (literal.text().toLowerCase(Locale.ROOT)) {
            case "true" -> 1L;
            case "false" -> 0L;
            default -> {
                Long number = unsigned(literal);
                yield number == null ? null : Long.valueOf(number == 0 ? 0 : 1);
            }
        };
    }

    /** A number with or without a fraction, an exponent, or {@code inf}. */
    public static @Nullable Double real(Literal literal) {
        if (literal.form() == Form.QUOTED) {
            return null;
        }
        Long whole = signed(literal);
        if (whole != null) {
            return Double.valueOf(whole);
        }
        String text = plain(literal).toLowerCase(Locale.ROOT);
        if (text.equals("inf") || text.equals("infinity")) {
            return Double.POSITIVE_INFINITY;
        }
        if (text.length() > LONGEST || text.isEmpty()) {
            return null;
        }
        char last = text.charAt(text.length() - 1);
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("-0x");
        if (!hexadecimal && !Character.isDigit(last)) {
            // Java would take the suffixes of its own literals
            return null;
        }
        if (hexadecimal && text.indexOf('p') < 0) {
            text += "p0";
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? Double.valueOf(value) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * Bytes to compare with text or bytes: text as it is where the field is text or the literal in
     * quotes, else hexadecimal: {@code 47:45}, {@code 47-45}, {@code 47.45}, {@code 0.1.d}, {@code
     * fc4745}, {@code fc:}, {@code :47}, and {@code 0x47} for one byte. Digits alone are none,
     * since they might be meant in decimal.
     */
    public static byte @Nullable [] bytes(FieldType type, Literal literal) {
        if (literal.form() != Form.BARE) {
            return literal.bytes();
        }
        if (type == FieldType.TEXT) {
            return new Literal(plain(literal), Form.BARE, literal.where()).bytes();
        }
        return hexadecimal(plain(literal), plain(literal).length() < literal.text().length());
    }

    private static byte @Nullable [] hexadecimal(String text, boolean marked) {
        if (text.startsWith("0x") || text.startsWith("0X")) {
            BigInteger value = number(text);
            return value == null || value.bitLength() > 8 ? null : new byte[] {value.byteValue()};
        }
        int digits = 0;
        boolean decimal = true;
        while (digits < text.length() && Hex.digit(text.charAt(digits)) >= 0) {
            decimal &= text.charAt(digits) <= '9';
            digits++;
        }
        if (digits == text.length()) {
            return decimal && !marked ? null : Hex.bytes(text);
        }
        return separated(text, text.charAt(digits));
    }

    /** Bytes of one or two digits with the same separator between each two. */
    private static byte @Nullable [] separated(String text, char separator) {
        if (separator != ':' && separator != '-' && separator != '.') {
            return null;
        }
        byte[] bytes = new byte[text.length()];
        int size = 0;
        int at = 0;
        while (at < text.length()) {
            int value = 0;
            int first = at;
            while (at < text.length() && at - first < 2 && Hex.digit(text.charAt(at)) >= 0) {
                value = value << 4 | Hex.digit(text.charAt(at++));
            }
            if (at == first || (at < text.length() && text.charAt(at) != separator)) {
                return null;
            }
            bytes[size++] = (byte) value;
            at++;
        }
        // a separator at the end only marks a single byte
        boolean open = text.charAt(text.length() - 1) == separator;
        return open && (size > 1 || separator != ':') ? null : Arrays.copyOf(bytes, size);
    }

    /** An address or a net, without quotes. */
    public static @Nullable Net net(Literal literal) {
        return literal.form() == Form.BARE ? Net.parse(literal.text()) : null;
    }

    /** The text without the colon that says that it is a value, not a field. */
    private static String plain(Literal literal) {
        String text = literal.text();
        boolean marked =
                literal.form() == Form.BARE
                        && text.length() > 1
                        && text.charAt(0) == ':'
                        && text.charAt(1) != ':';
        return marked ? text.substring(1) : text;
    }
}
