// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import static dev.kansoku.rules.correlate.Stage.SECOND;
import static dev.kansoku.rules.correlate.Stage.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.Suppression;
import dev.kansoku.rules.Threshold;
import dev.kansoku.rules.match.Matching;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundedMemoryTest {
    @Test
    void aMillionDifferentKeysLeaveNoMoreThanTheLimits() throws FilterException {
        CorrelationLimits limits = new CorrelationLimits(1000, 500, 200);
        Stage stage =
                new Stage(
                        CorrelationOptions.USUAL.withLimits(limits),
                        Matching.ALL,
                        Stage.sequence(
                                by("fd.name"),
                                3600 * SECOND,
                                "%seq1.fd.name",
                                "evt.type=open",
                                "evt.type=unlink"),
                        Stage.rule(
                                "threshold",
                                "evt.type=open",
                                "",
                                new Behaviour(
                                        null,
                                        new Threshold(5, 3600 * SECOND, by("fd.name"), null),
                                        null,
                                        false,
                                        null,
                                        false)),
                        Stage.rule(
                                "suppression",
                                "evt.type=open",
                                "%fd.name",
                                new Behaviour(
                                        null,
                                        null,
                                        new Suppression(3600 * SECOND, List.of("fd.name")),
                                        false,
                                        null,
                                        false)));
        stage.process(10, 1, "cat");

        for (int i = 0; i < 1_000_000; i++) {
            stage.later(3_600_000).opens(10, "/" + i);
            if (stage.alerts.size() > 1000) {
                stage.alerts.clear();
            }
        }

        CorrelationCounts counts = stage.correlator.counts();
        assertThat(counts.sequences()).isEqualTo(1000);
        assertThat(counts.windows()).isEqualTo(500);
        assertThat(counts.suppressions()).isEqualTo(200);
        assertThat(counts.evictedSequences()).isEqualTo(999_000);
        assertThat(counts.evictedWindows()).isEqualTo(999_500);
        assertThat(counts.evictedSuppressions()).isEqualTo(999_800);
    }

    @Test
    void whatIsOverMakesRoomWithoutBeingCounted() throws FilterException {
        Stage stage =
                new Stage(
                        Stage.sequence(
                                by("fd.name"), SECOND, "", "evt.type=open", "evt.type=unlink"));
        stage.process(10, 1, "cat");

        for (int i = 0; i < 10_000; i++) {
            stage.later(SECOND / 100).opens(10, "/" + i);
        }

        assertThat(stage.correlator.counts().sequences()).isBetween(99L, 101L);
        assertThat(stage.correlator.counts().evictedSequences()).isZero();
    }

    @Test
    void aTableIsAMapInTheOrderOfUse() {
        BoundedTable<Integer> table = new BoundedTable<>(100, 42);
        Map<String, Integer> model = new LinkedHashMap<>();
        Random random = new Random(3);
        TextBuffer key = new TextBuffer();
        for (int i = 0; i < 200_000; i++) {
            String name = "key" + random.nextInt(300);
            key.clear().put(name);
            int at = table.find(key);
            Integer known = model.get(name);
            assertThat(at < 0 ? null : table.value(at)).isEqualTo(known);
            if (known == null) {
                if (table.isFull()) {
                    table.remove(table.oldest());
                    model.remove(model.keySet().iterator().next());
                }
                table.put(key, i, i);
                model.put(name, i);
            } else if (random.nextInt(4) == 0) {
                table.remove(at);
                model.remove(name);
            } else {
                table.touch(at, i);
                model.remove(name);
                model.put(name, known);
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
    }
}
