// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecondsTextTest {
    @Test
    void writesSixSignificantDigits() {
        assertThat(show(0)).isEqualTo("0s");
        assertThat(show(2_500_000_000L)).isEqualTo("2.5s");
        assertThat(show(1_000_000_000L)).isEqualTo("1s");
        assertThat(show(100_000)).isEqualTo("0.0001s");
        assertThat(show(10_000)).isEqualTo("1e-05s");
        assertThat(show(1)).isEqualTo("1e-09s");
        assertThat(show(123)).isEqualTo("1.23e-07s");
        assertThat(show(123_456_789_012L)).isEqualTo("123.457s");
        assertThat(show(999_999_500_000_000L)).isEqualTo("1e+06s");
        assertThat(show(120_000_000_000L)).isEqualTo("120s");
        assertThat(show(1_234_567_000_000_000L)).isEqualTo("1.23457e+06s");
    }

    @Test
    void agreesWithTheDecimalValueAtRandom() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            long nanos = random.nextLong() >>> random.nextInt(63);
            BigDecimal seconds =
                    new BigDecimal(nanos / 1e9).round(new MathContext(6, RoundingMode.HALF_EVEN));
            String shown = show(nanos);
            if (nanos >= 0) {
                assertThat(new BigDecimal(shown.substring(0, shown.length() - 1)))
                        .as("%d ns, shown %s", nanos, shown)
                        .isEqualByComparingTo(seconds);
            }
        }
    }

    private static String show(long nanos) {
        TextBuffer out = new TextBuffer();
        SecondsText.append(nanos, out);
        return out.toString();
    }
}
