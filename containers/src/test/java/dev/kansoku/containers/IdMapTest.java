// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdMapTest {
    private final IdMap map =
            IdMap.of("         0       1000          1\n 1 100000 65536\n".getBytes());

    @Test
    void aNumberInsideIsOneOutside() {
        assertThat(map.outside(0)).isEqualTo(1000);
        assertThat(map.outside(1)).isEqualTo(100000);
        assertThat(map.outside(65536)).isEqualTo(165535);
    }

    @Test
    void aNumberBeyondTheRangesHasNone() {
        assertThat(map.outside(65537)).isEqualTo(-1);
        assertThat(map.outside(-1)).isEqualTo(-1);
        assertThat(IdMap.of(null).outside(0)).isEqualTo(-1);
    }

    @Test
    void theFirstNamespaceLeavesNumbersAsTheyAre() {
        IdMap all = IdMap.of("         0          0 4294967295\n".getBytes());

        assertThat(all.outside(65534)).isEqualTo(65534);
    }
}
