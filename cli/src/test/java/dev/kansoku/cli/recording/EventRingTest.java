// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventRingTest {
    private static final int WRITE = 9;
    private static final int MOST = 1 << 18;

    private record Kept(long timestamp, int length, boolean wanted, int cpu) {}

    @Test
    void keepsWhatItHasRoomForInOrder() {
        Random random = new Random(25);
        EventRing ring = new EventRing(MOST);
        EventBuilder builder = new EventBuilder();
        ArrayDeque<Kept> expected = new ArrayDeque<>();
        Event event = new Event();
        for (int i = 1; i <= 20_000; i++) {
            builder.begin(WRITE, i, 7).number(1).bytes(new byte[random.nextInt(4000)]);
            builder.finish(event);
            event.origin(i % 5, 0);
            boolean wanted = random.nextBoolean();
            while (!ring.add(event, wanted)) {
                ring.rewind();
                assertThat(ring.next()).isTrue();
                check(ring, expected.remove());
                ring.forget();
            }
            expected.add(new Kept(i, event.length(), wanted, i % 5));
            if (random.nextInt(500) == 0) {
                ring.rewind();
                for (Kept kept : expected) {
                    assertThat(ring.next()).isTrue();
                    check(ring, kept);
                }
                assertThat(ring.next()).isFalse();
            }
        }
        assertThat(expected.size()).isBetween(60, MOST / 64);
        ring.clear();
        assertThat(ring.isEmpty()).isTrue();
    }

    private static void check(EventRing ring, Kept kept) {
        Event event = ring.event();
        assertThat(new Kept(event.timestamp(), event.length(), ring.wanted(), event.cpu()))
                .isEqualTo(kept);
        assertThat(event.parameterCount()).isEqualTo(4);
        assertThat(event.length(1)).isBetween(0, 4000);
    }

    @Test
    void anEventThatCanNeverFitIsToldApart() {
        EventRing ring = new EventRing(1 << 16);
        Event event = new Event();
        new EventBuilder().begin(WRITE, 1, 7).number(1).bytes(new byte[60_000]).finish(event);
        assertThat(ring.isTooLarge(event)).isTrue();
    }
}
