// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.cli.option.TimePattern;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class RotationTest {
    @Test
    void namesFilesAsSysdigDoes() {
        assertThat(new Rotation(1, 0, 0, 0).name("a.scap", 7, 0)).isEqualTo("a.scap7");
        assertThat(new Rotation(1, 0, 0, 100).name("a.scap", 7, 0)).isEqualTo("a.scap007");
        assertThat(new Rotation(0, 0, 5, 100).name("a.scap", 7, 0)).isEqualTo("a.scap7");
        assertThat(new Rotation(0, 60, 0, 0).name("a.scap", 7, 0)).isEqualTo("a.scap7");
        assertThat(new Rotation(1, 60, 0, 9).name("a-%%.scap", 7, 0)).isEqualTo("a-%.scap7");
    }

    @Test
    void aFileIsFullBySizeTimeOrCount() {
        assertThat(new Rotation(100, 0, 0, 0).isFull(100, 10, 5, 5)).isFalse();
        assertThat(new Rotation(100, 0, 0, 0).isFull(101, 10, 5, 5)).isTrue();
        assertThat(new Rotation(100, 0, 0, 0).isFull(150, 90, 5, 5)).isFalse();
        assertThat(new Rotation(0, 1, 0, 0).isFull(0, 0, 5, 999_999_999)).isFalse();
        assertThat(new Rotation(0, 1, 0, 0).isFull(0, 0, 5, 1_000_000_000)).isTrue();
        assertThat(new Rotation(0, 0, 5, 0).isFull(0, 0, 5, 0)).isTrue();
        assertThat(Rotation.NONE.happens()).isFalse();
    }

    @Test
    void knowsTheTimesOfStrftime() {
        ZonedDateTime time = ZonedDateTime.of(2026, 3, 4, 15, 6, 7, 0, ZoneOffset.UTC);

        assertThat(TimePattern.format("%Y-%m-%d %H:%M:%S %% %j %I%p %e %a %b", time))
                .isEqualTo("2026-03-04 15:06:07 % 063 03PM  4 Wed Mar");
        assertThat(TimePattern.format("%F %T %s %z %y %C %u%w", time))
                .isEqualTo("2026-03-04 15:06:07 1772636767 +0000 26 20 33");
        assertThat(TimePattern.complaint("a%")).contains("stands at the end");
        assertThat(TimePattern.complaint("%Y%%%S")).isNull();
    }
}
