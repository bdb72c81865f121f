// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreRightToThreePercent() {
        Latencies latencies = new Latencies();
        for (long nanos = 1; nanos <= 100_000; nanos++) {
            latencies.add(nanos);
        }
        assertThat((double) latencies.percentile(0.5)).isCloseTo(50_000, within(1_600.0));
        assertThat((double) latencies.percentile(0.99)).isCloseTo(99_000, within(3_200.0));
        assertThat(latencies.most()).isEqualTo(100_000);
        assertThat(latencies.total()).isEqualTo(5_000_050_000L);
    }

    @Test
    void everyTimeHasABucket() {
        for (int shift = 0; shift < 63; shift++) {
            new Latencies().add(1L << shift);
        }
        Latencies longest = new Latencies();
        longest.add(Long.MAX_VALUE);
        assertThat(longest.percentile(1)).isEqualTo(Long.MAX_VALUE);
    }
}
