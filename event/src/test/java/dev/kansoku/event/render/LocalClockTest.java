// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalClockTest {
    private static final DateTimeFormatter PATTERN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);

    @Test
    void writesAnInodesTimeInUtc() {
        assertThat(show(ZoneOffset.UTC, 1_795_299_605_803_037_199L))
                .isEqualTo("2026-11-21 22:20:05.803037199");
        assertThat(show(ZoneOffset.UTC, 0)).isEqualTo("1970-01-01 00:00:00.000000000");
        assertThat(show(ZoneOffset.UTC, -1)).isEqualTo("2554-07-21 23:34:33.709551615");
    }

    @Test
    void agreesWithTheZonesRulesAtRandomTimes() {
        Random random = new Random(11);
        for (String name : new String[] {"UTC", "Europe/Berlin", "America/St_Johns", "-03:00"}) {
            ZoneId zone = ZoneId.of(name);
            LocalClock clock = new LocalClock(zone);
            TextBuffer out = new TextBuffer();
            for (int i = 0; i < 5_000; i++) {
                long nanos = random.nextLong(Long.MAX_VALUE);
                clock.date(nanos, out.clear());
                clock.time(nanos, out.put(' '));
                Instant instant =
                        Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
                assertThat(out).hasToString(PATTERN.format(instant.atZone(zone)));
            }
        }
    }

    private static String show(ZoneId zone, long nanos) {
        LocalClock clock = new LocalClock(zone);
        TextBuffer out = new TextBuffer();
        clock.date(nanos, out);
        clock.time(nanos, out.put(' '));
        return out.toString();
    }
}
