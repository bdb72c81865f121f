// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import static dev.kansoku.rules.correlate.Stage.SECOND;
import static dev.kansoku.rules.correlate.Stage.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.JoinKey;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.Threshold;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThresholdTest {
    private static Rule opens(int count, long within, JoinKey by, @Nullable String distinct) {
        return Stage.rule(
                "many",
                "evt.type=open",
                "%proc.name %threshold.count",
                new Behaviour(
                        null,
                        new Threshold(count, within, by, distinct),
                        null,
                        false,
                        null,
                        false));
    }

    @Test
    void tellsOfTheThirdOfThreeAndBeginsAnew() throws FilterException {
        Stage stage = new Stage(opens(3, 10 * SECOND, JoinKey.NOTHING, null));
        stage.process(10, 1, "cat");

        for (int i = 0; i < 7; i++) {
            stage.later(SECOND).opens(10, "/a");
        }

        assertThat(stage.outputs()).containsExactly("cat 3", "cat 3");
    }

    @Test
    void countsNoneThatIsOlderThanItsTime() throws FilterException {
        Stage stage = new Stage(opens(3, 10 * SECOND, JoinKey.NOTHING, null));
        stage.process(10, 1, "cat");

        stage.opens(10, "/a").later(6 * SECOND).opens(10, "/a").later(6 * SECOND).opens(10, "/a");
        assertThat(stage.alerts).isEmpty();

        stage.later(4 * SECOND).opens(10, "/a");
        assertThat(stage.alerts).hasSize(1);
    }

    @Test
    void countsEachKeyForItself() throws FilterException {
        Stage stage = new Stage(opens(2, SECOND, by("proc.pid"), null));
        stage.process(10, 1, "cat").process(11, 1, "dog");

        stage.opens(10, "/a").opens(11, "/a").opens(11, "/b");

        assertThat(stage.outputs()).containsExactly("dog 2");
    }

    @Test
    void countsDifferentValuesOnce() throws FilterException {
        Stage stage = new Stage(opens(3, 10 * SECOND, by("proc.pid"), "fd.name"));
        stage.process(10, 1, "cat");

        stage.opens(10, "/a").opens(10, "/a").opens(10, "/b").opens(10, "/b");
        assertThat(stage.alerts).isEmpty();

        stage.later(11 * SECOND).opens(10, "/c").opens(10, "/d");
        assertThat(stage.alerts).isEmpty();

        stage.opens(10, "/e");
        assertThat(stage.outputs()).containsExactly("cat 3");
    }

    @Test
    void aWindowOfFewIsExact() {
        Random random = new Random(8);
        for (int wanted : new int[] {1, 2, 5, 9, 256}) {
            Window window = new ExactWindow(wanted, 1000);
            Deque<Long> model = new ArrayDeque<>();
            long now = 0;
            for (int i = 0; i < 20_000; i++) {
                now += random.nextInt(2000 / wanted + 1);
                while (!model.isEmpty() && now - model.getFirst() > 1000) {
                    model.removeFirst();
                }
                model.addLast(now);
                boolean expected = model.size() >= wanted;
                if (expected) {
                    model.clear();
                }
                assertThat(window.add(now, 0)).isEqualTo(expected);
            }
        }
    }

    @Test
    void aWindowOfDifferentValuesIsExact() {
        Random random = new Random(9);
        Window window = new DistinctWindow(5, 1000);
        Map<Long, Long> model = new LinkedHashMap<>();
        long now = 0;
        int told = 0;
        for (int i = 0; i < 50_000; i++) {
            now += random.nextInt(300);
            long at = now;
            long value = random.nextInt(12);
            model.values().removeIf(time -> at - time > 1000);
            model.put(value, now);
            boolean expected = model.size() >= 5;
            if (expected) {
                model.clear();
                told++;
            }
            assertThat(window.add(now, value)).isEqualTo(expected);
        }
        assertThat(told).isGreaterThan(100);
    }

    @Test
    void aWindowOfManyLooksBackAtMostOneSliceTooFar() {
        SlicedWindow window = new SlicedWindow(1000, 6400);
        for (int i = 0; i < 999; i++) {
            assertThat(window.add(10_000, 0)).isFalse();
        }
        assertThat(window.add(10_000 + 6400 + 200, 0)).isFalse();
        for (int i = 0; i < 998; i++) {
            assertThat(window.add(17_000 + i, 0)).isFalse();
        }
        assertThat(window.add(18_000, 0)).isTrue();
    }
}
