// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * How an alert's time is written.
 *
 * @param zone of the time of day
 * @param iso whether the date is told too, in UTC, as ISO 8601 has it
 */
public record AlertTime(ZoneId zone, boolean iso) {
    private static final long NANOS = 1_000_000_000L;
    private static final DateTimeFormatter OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss.nnnnnnnnn");
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn");

    /** What stands in front of a line. */
    String shown(long nanos) {
        return iso ? utc(nanos) + "+0000" : OF_DAY.format(instant(nanos).atZone(zone));
    }

    /** The field that shows the same. */
    String field() {
        return iso ? "evt.time.iso8601" : "evt.time";
    }

    /** Date and time in UTC, without a word of that. */
    static String utc(long nanos) {
        return ISO.format(instant(nanos).atOffset(ZoneOffset.UTC));
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
