// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    @Test
    void numbersKeysAsAMapDoes() {
        KeyTable table = new KeyTable();
        Map<String, Integer> map = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String key = "k".repeat(random.nextInt(20)) + random.nextInt(3000);
            int wanted = map.computeIfAbsent(key, _ -> map.size());
            assertThat(index(table, key)).isEqualTo(wanted);
        }
        assertThat(table.size()).isEqualTo(map.size());
    }

    @Test
    void refusesWhatHasNoRoomAndStillFindsTheRest() {
        KeyTable table = new KeyTable(2, 10);
        assertThat(index(table, "abcd")).isZero();
        assertThat(index(table, "toolong")).isEqualTo(-1);
        assertThat(index(table, "ef")).isEqualTo(1);
        assertThat(index(table, "g")).isEqualTo(-1);
        assertThat(index(table, "abcd")).isZero();
        assertThat(table.refused()).isEqualTo(2);
    }

    @Test
    void beginsAnewWhenCleared() {
        KeyTable table = new KeyTable();
        index(table, "a");
        table.clear();
        assertThat(index(table, "b")).isZero();
        assertThat(index(table, "a")).isEqualTo(1);
    }

    private static int index(KeyTable table, String key) {
        byte[] bytes = ("__" + key).getBytes(StandardCharsets.UTF_8);
        return table.index(bytes, 2, bytes.length - 2);
    }
}
