// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.source.CpuLosses;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.engine.source.Shed;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossWatchTest {
    private static final int DROP = 148;
    private static final int READ = 7;
    private static final long SECOND = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private final Events source = new Events();
    private long now = 5 * SECOND;
    private final LossWatch watch = new LossWatch(source, lines::add, () -> now);

    @Test
    void tellsOfEachCpusLossesAtTheFirstDropAndThenAtMostOnceASecond() throws IOException {
        source.lost(3, 0);
        next(READ, 1);
        assertThat(lines).isEmpty();
        next(DROP, 1);
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("lost: 3 events to full buffers, ")
                .endsWith("; events by CPU: 1: 3");
        source.lost(3, 20);
        now += SECOND - 1;
        next(DROP, 1);
        assertThat(lines).hasSize(1);
        now += 1;
        next(DROP, 1);
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).endsWith("; events by CPU: 1: 3, 2: 20");
    }

    @Test
    void looksAtTheCountersAlsoBehindEvery1024Events() throws IOException {
        source.lost(0, 1);
        next(READ, 1023);
        assertThat(lines).isEmpty();
        next(READ, 1);
        assertThat(lines).hasSize(1);
        now += 2 * SECOND;
        next(READ, 5000);
        assertThat(lines).as("nothing new").hasSize(1);
    }

    private void next(int code, int times) throws IOException {
        source.code = code;
        for (int i = 0; i < times; i++) {
            assertThat(watch.next(new Event(), new StartListener() {})).isTrue();
        }
    }

    private static final class Events implements EventSource {
        private int code = READ;
        private Losses losses = Losses.NONE;

        void lost(long first, long second) {
            losses =
                    Losses.live(
                            List.of(
                                    new CpuLosses(1, first, 0, 0, 0, 0, 0),
                                    new CpuLosses(2, 0, second, 0, 0, 0, 0)),
                            Shed.NONE,
                            0);
        }

        @Override
        public boolean next(Event event, StartListener start) {
            new EventBuilder().begin(code, 1, 1).finish(event);
            return true;
        }

        @Override
        public Losses losses() {
            return losses;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
