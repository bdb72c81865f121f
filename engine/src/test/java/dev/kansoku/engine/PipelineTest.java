// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final int CLOSE_ENTER = 4;
    private static final int READ_ENTER = 6;
    private static final int EPOLL_WAIT_EXIT =
            EventTable.all().stream()
                    .filter(type -> type.isExit() && type.name().equals("epoll_wait"))
                    .mapToInt(EventType::code)
                    .findFirst()
                    .orElseThrow();
    private static final int USER_ADDED = 354;
    private static final int PROCINFO = 234;

    private final EventContext context = new EventContext();
    private final List<Long> shown = new ArrayList<>();

    @Test
    void hidesUsersAtTheHeadAndInternalEventsButCountsThem() throws IOException {
        Pipeline pipeline =
                new Pipeline(
                        new Codes(USER_ADDED, READ_ENTER, PROCINFO, USER_ADDED, CLOSE_ENTER),
                        context,
                        this::note);

        pipeline.run();

        assertThat(shown).containsExactly(2L, 4L, 5L);
        assertThat(pipeline.seen()).isEqualTo(5);
        assertThat(pipeline.shown()).isEqualTo(3);
    }

    @Test
    void hidesWhatItsSourceMarkedAsStateOnly() throws IOException {
        Codes source = new Codes(READ_ENTER, READ_ENTER);
        source.flags = Event.STATE_ONLY;

        new Pipeline(source, context, this::note).run();

        assertThat(shown).isEmpty();
    }

    @Test
    void endsWhenTheSinkHasEnough() throws IOException {
        Pipeline pipeline =
                new Pipeline(
                        new Codes(READ_ENTER, READ_ENTER, READ_ENTER),
                        context,
                        c -> note(c) && shown.size() < 2);

        pipeline.run();

        assertThat(shown).containsExactly(1L, 2L);
    }

    @Test
    void keepsTheTimesOfTheEventsBefore() throws IOException {
        List<String> times = new ArrayList<>();
        Pipeline pipeline =
                new Pipeline(
                        new Codes(USER_ADDED, READ_ENTER, CLOSE_ENTER, READ_ENTER),
                        context,
                        c -> c.event().code() == READ_ENTER,
                        null,
                        c ->
                                times.add(
                                        c.firstTimestamp()
                                                + " "
                                                + c.previousTimestamp()
                                                + " "
                                                + c.previousShownTimestamp()));

        pipeline.run();

        assertThat(times).containsExactly("1002 1002 1002", "1002 1003 1002");
    }

    @Test
    void asksTheFilterForNothingThatItsEventTypesLeaveOut() throws IOException {
        BitSet types = new BitSet();
        types.set(READ_ENTER);
        Pipeline pipeline =
                new Pipeline(
                        new Codes(READ_ENTER, CLOSE_ENTER, READ_ENTER),
                        context,
                        c -> c.event().code() == READ_ENTER,
                        types,
                        this::note);

        pipeline.run();

        assertThat(shown).containsExactly(1L, 3L);
        assertThat(pipeline.seen()).isEqualTo(3);
    }

    @Test
    void knowsTheLatencyOfACallOfWhichTheFilterTakesTheExitAlone() throws IOException {
        BitSet types = new BitSet();
        types.set(EPOLL_WAIT_EXIT);
        List<Long> latencies = new ArrayList<>();

        new Pipeline(
                        new Codes(EPOLL_WAIT_EXIT - 1, READ_ENTER + 1, EPOLL_WAIT_EXIT),
                        context,
                        c -> c.event().code() == EPOLL_WAIT_EXIT,
                        types,
                        c -> latencies.add(c.state().latency()))
                .run();

        assertThat(latencies).containsExactly(2L);
    }

    @Test
    void letsTheSinkFlushWhereTheSourceHasNothingReady() throws IOException {
        int[] idle = {0};
        Codes source = new Codes(READ_ENTER, READ_ENTER);
        source.ready = false;

        new Pipeline(
                        source,
                        context,
                        new Sink() {
                            @Override
                            public boolean accept(EventContext c) {
                                return true;
                            }

                            @Override
                            public void idle() {
                                idle[0]++;
                            }
                        })
                .run();

        assertThat(idle[0]).isEqualTo(3);
    }

    @Test
    void stopsAfterTheEventAtHand() throws IOException {
        Pipeline[] pipeline = new Pipeline[1];
        pipeline[0] =
                new Pipeline(
                        new Codes(READ_ENTER, READ_ENTER),
                        context,
                        c -> {
                            pipeline[0].stop();
                            return note(c);
                        });

        pipeline[0].run();

        assertThat(shown).containsExactly(1L);
    }

    private boolean note(EventContext c) {
        return shown.add(c.event().number());
    }

    /** Events of the given codes, a nanosecond apart from 1001 on. */
    private static final class Codes implements EventSource {
        private final int[] codes;
        private final EventBuilder builder = new EventBuilder();
        private int at;
        private int flags;
        private boolean ready = true;

        Codes(int... codes) {
            this.codes = codes;
        }

        @Override
        public boolean next(Event event, StartListener start) {
            if (at == codes.length) {
                return false;
            }
            if (at == 0) {
                start.section();
            }
            builder.begin(codes[at], 1001 + at, 7).finish(event);
            at++;
            event.number(at);
            event.origin(0, flags);
            return true;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public Losses losses() {
            return Losses.NONE;
        }

        @Override
        public void close() {}
    }
}
