// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of strftime's patterns that names of files are made with. */
public final class TimePattern {
    private static final String LETTERS = "YCymdeHIMSjpabABsFTDRzZuwhnt%";

    private TimePattern() {}

    /** What is wrong with a pattern, null for nothing. */
    public static @Nullable String complaint(String pattern) {
        for (int at = pattern.indexOf('%'); at >= 0; at = pattern.indexOf('%', at + 2)) {
            if (at + 1 == pattern.length()) {
                return "% stands at the end, without a letter; %% is a percent sign";
            }
            if (LETTERS.indexOf(pattern.charAt(at + 1)) < 0) {
                return "%" + pattern.charAt(at + 1) + " is no time that is known here";
            }
        }
        return null;
    }

    public static String format(String pattern, ZonedDateTime time) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%' && i + 1 < pattern.length()) {
                text.append(part(pattern.charAt(++i), time));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String part(char letter, ZonedDateTime time) {
        return switch (letter) {
            case 'Y' -> by("yyyy", time);
            case 'C' -> String.format(Locale.ROOT, "%02d", time.getYear() / 100);
            case 'y' -> by("yy", time);
            case 'm' -> by("MM", time);
            case 'd' -> by("dd", time);
            case 'e' -> String.format(Locale.ROOT, "%2d", time.getDayOfMonth());
            case 'H' -> by("HH", time);
            case 'I' -> by("hh", time);
            case 'M' -> by("mm", time);
            case 'S' -> by("ss", time);
            case 'j' -> by("DDD", time);
            case 'p' -> by("a", time);
            case 'a' -> by("EEE", time);
            case 'A' -> by("EEEE", time);
            case 'b', 'h' -> by("MMM", time);
            case 'B' -> by("MMMM", time);
            case 's' -> Long.toString(time.toEpochSecond());
            case 'F' -> by("yyyy-MM-dd", time);
            case 'T' -> by("HH:mm:ss", time);
            case 'D' -> by("MM/dd/yy", time);
            case 'R' -> by("HH:mm", time);
            case 'z' -> by("xx", time);
            case 'Z' -> by("zzz", time);
            case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case 'n' -> "\n";
            case 't' -> "\t";
            default -> "%";
        };
    }

    private static String by(String pattern, ZonedDateTime time) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }
}
