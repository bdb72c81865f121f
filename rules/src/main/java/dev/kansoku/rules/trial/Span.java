// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as tests write them, such as {@code 1.5s} or {@code -2m}. */
final class Span {
    private static final Pattern FORM =
            Pattern.compile("(-?\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|ms|s|m|h|d)");

    private Span() {}

    /** In nanoseconds. */
    static long nanos(Yaml span) throws TrialException {
        Matcher matcher = FORM.matcher(span.text());
        if (!matcher.matches()) {
            throw span.wrong("\"" + span.text() + "\" is no span of time such as 5s or -2m");
        }
        double unit =
                switch (matcher.group(2)) {
                    case "ns" -> 1;
                    case "us" -> 1e3;
                    case "ms" -> 1e6;
                    case "s" -> 1e9;
                    case "m" -> 60e9;
                    case "h" -> 3600e9;
                    default -> 86_400e9;
                };
        return Math.round(Double.parseDouble(matcher.group(1)) * unit);
    }
}
