// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads spans of time such as {@code 30s}. */
final class SpanText {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private static final long LONGEST = 7 * 86_400_000_000_000L;

    private SpanText() {}

    /** The nanoseconds of a key that there must be. */
    static long nanos(ItemNode item, String key) throws LoadException {
        Scalar written = item.text(key);
        Matcher matcher = SPAN.matcher(written.value());
        long nanos = matcher.matches() ? Long.parseLong(matcher.group(1)) * unit(matcher) : 0;
        if (nanos <= 0 || nanos > LONGEST) {
            throw item.context()
                    .in(ItemType.VALUE, key, written.node())
                    .invalid("expected a time such as 500ms, 30s, 5m, 1h or 7d, which is the most");
        }
        return nanos;
    }

    private static long unit(Matcher matcher) {
        return switch (matcher.group(2)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 86_400_000_000_000L;
        };
    }
}
