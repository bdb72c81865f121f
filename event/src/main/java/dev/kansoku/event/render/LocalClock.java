// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import dev.kansoku.event.TextBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Writes points in time as local date and time. The zone's offset is asked for once and kept as
 * long as it holds, so that writing allocates nothing.
 *
 * <p>Times are nanoseconds since the epoch, taken as unsigned (they end in 2554). Not thread-safe.
 */
public final class LocalClock {
    private static final long NANOS = 1_000_000_000L;
    private static final int DAY = 86_400;

    private final ZoneRules rules;
    private long from = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;
    private int offset;

    private long day = Long.MIN_VALUE;
    private int year;
    private int month;
    private int dayOfMonth;

    public LocalClock(ZoneId zone) {
        rules = zone.getRules();
    }

    /** The date, as {@code 2026-11-21}. */
    public void date(long nanos, TextBuffer out) {
        civil(Math.floorDiv(local(nanos), DAY));
        out.padded(year, 4).put('-').padded(month, 2).put('-').padded(dayOfMonth, 2);
    }

    /** The time of day with nanoseconds, as {@code 22:36:59.047155921}. */
    public void time(long nanos, TextBuffer out) {
        int second = (int) Math.floorMod(local(nanos), (long) DAY);
        out.padded(second / 3600, 2).put(':').padded(second / 60 % 60, 2).put(':');
        out.padded(second % 60, 2).put('.').padded(Long.remainderUnsigned(nanos, NANOS), 9);
    }

    /** Seconds since the epoch, moved by the zone's offset. */
    private long local(long nanos) {
        long second = Long.divideUnsigned(nanos, NANOS);
        if (second < from || second >= until) {
            learn(second);
        }
        return second + offset;
    }

    private void learn(long second) {
        Instant instant = Instant.ofEpochSecond(second);
        offset = rules.getOffset(instant).getTotalSeconds();
        if (rules.isFixedOffset()) {
            from = 0;
            until = Long.MAX_VALUE;
            return;
        }
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        from = before == null ? 0 : before.toEpochSecond();
        until = after == null ? Long.MAX_VALUE : after.toEpochSecond();
    }

    /**
     * The date of a day since the epoch. Years are counted from March, so that the leap day is a
     * year's last; 400 years are 146097 days.
     */
    private void civil(long epochDay) {
        if (epochDay == day) {
            return;
        }
        day = epochDay;
        int days = (int) epochDay + 719_468;
        int era = days / 146_097;
        int dayOfEra = days % 146_097;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    }
}
