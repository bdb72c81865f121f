// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import org.junit.jupiter.api.Test;

class UnitTest {
    @Test
    void bytesHaveUnitsOf1024AndTwoDigitsBehindThePoint() {
        assertThat(text(Unit.BYTES, 1024)).isEqualTo("1024B");
        assertThat(text(Unit.BYTES, 1025)).isEqualTo("1.00KB");
        assertThat(text(Unit.BYTES, 8320)).isEqualTo("8.13KB");
        assertThat(text(Unit.BYTES, 5L << 30)).isEqualTo("5.00G");
    }

    @Test
    void timesHaveTwoOrThreeDigitsThatCount() {
        assertThat(text(Unit.TIME, 999)).isEqualTo("999ns");
        assertThat(text(Unit.TIME, 1_234)).isEqualTo("1.23us");
        assertThat(text(Unit.TIME, 12_345)).isEqualTo("12us");
        assertThat(text(Unit.TIME, 9_999_999)).isEqualTo("9.99ms");
        assertThat(text(Unit.TIME, 10_000_000)).isEqualTo("10ms");
        assertThat(text(Unit.TIME, 61_050_000_000L)).isEqualTo("61.05s");
    }

    @Test
    void aShareOfNoTimeIsZero() {
        TextBuffer out = new TextBuffer();
        Unit.TIMEPCT.write(5, 0, out);
        assertThat(out).hasToString("0.00%");
    }

    private static String text(Unit unit, long value) {
        TextBuffer out = new TextBuffer();
        unit.write(value, 0, out);
        return out.toString();
    }
}
