// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kansoku.cli.console.UsageException;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimePointTest {
    /** 2026-11-21 22:37:08 UTC. */
    private static final long BEGIN = 1_795_300_628_000_000_000L;

    private static final long DAY = 86_400_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "2026-11-21 22:37:08,0",
        "2026-11-21T22:37:09.5,1500000000",
        "2026-11-21 22:38,52000000000",
        "2026-11-21T23:37:08+01:00,0",
        "2026-11-21T22:37:08Z,0",
        "22:37:08.25,250000000",
        "22:37,-8000000000",
        "+5s,5000000000",
        "+1m30s,90000000000",
        "+500ms,500000000",
        "+2,2000000000",
        "1795300628.5,500000000",
        "1795300628000000007,7"
    })
    void timesAreReadAsTheyAreWritten(String text, long sinceBegin) throws UsageException {
        assertThat(TimePoint.read("from", text, ZoneId.of("UTC")).in(BEGIN) - BEGIN)
                .isEqualTo(sinceBegin);
    }

    @Test
    void aTimeOfDayLongBeforeTheBeginningIsOfTheNextDay() throws UsageException {
        long midnight = TimePoint.read("to", "00:10", ZoneId.of("UTC")).in(BEGIN);

        assertThat(midnight % DAY).isEqualTo(10 * 60 * 1_000_000_000L);
        assertThat(midnight).isGreaterThan(BEGIN);
    }

    @Test
    void aTimeOfDayIsOfTheZone() throws UsageException {
        assertThat(TimePoint.read("from", "23:37:08", ZoneId.of("Europe/Berlin")).in(BEGIN))
                .isEqualTo(BEGIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yesterday", "+5x", "+", "25:00", "2026-13-01", "5s", "+99999999999d", ""})
    void whatIsNoTimeIsRefused(String text) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TimePoint.read("from", text, ZoneId.of("UTC")))
                .withMessageContaining("option --from takes a");
    }
}
