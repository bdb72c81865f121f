// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.Truth;
import dev.kansoku.filter.format.TextFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fields that a live source tells beside an event's bytes. */
class LiveDetailFieldsTest {
    private static final String LATENCY =
            "*%evt.latency %evt.latency.s %evt.latency.ns %evt.latency.human";
    private static final String STACKS = "*%evt.stack.user|%evt.stack.kernel";

    private static final String TRUTH = "*%evt.toctou|%evt.object";

    private record Racing(Truth truth, String path) implements LiveDetail {
        @Override
        public long latency() {
            return -1;
        }

        @Override
        public boolean userStack(TextBuffer out) {
            return false;
        }

        @Override
        public boolean kernelStack(TextBuffer out) {
            return false;
        }

        @Override
        public boolean object(TextBuffer out) {
            out.put(path);
            return !path.isEmpty();
        }
    }

    private record Queues(long receiveQueue, long sendQueue) implements LiveDetail {
        @Override
        public long latency() {
            return -1;
        }

        @Override
        public boolean userStack(TextBuffer out) {
            return false;
        }

        @Override
        public boolean kernelStack(TextBuffer out) {
            return false;
        }
    }

    private record Told(long latency, @Nullable String user, @Nullable String kernel)
            implements LiveDetail {
        @Override
        public boolean userStack(TextBuffer out) {
            return put(user, out);
        }

        @Override
        public boolean kernelStack(TextBuffer out) {
            return put(kernel, out);
        }

        private static boolean put(@Nullable String stack, TextBuffer out) {
            if (stack != null) {
                out.put(stack);
            }
            return stack != null;
        }
    }

    @Test
    void theLatencyIsThatOfTheSource() throws Exception {
        assertThat(line(LATENCY, true, new Told(1_020_000_300L, null, null)))
                .isEqualTo("1020000300 1 20000300 1.02s");
    }

    @Test
    void aLatencyThatTheSourceDoesNotKnowIsMissing() throws Exception {
        assertThat(line(LATENCY, true, new Told(-1, null, null))).isEqualTo("<NA> <NA> <NA> <NA>");
        assertThat(line(LATENCY, false, new Told(5, null, null))).isEqualTo("<NA> <NA> <NA> <NA>");
    }

    @Test
    void anEventOfACaptureHasTheLatencyOfItsPair() throws Exception {
        assertThat(line(LATENCY, true, null)).isEqualTo("0 0 0 0ns");
    }

    @Test
    void stacksAreThoseOfTheSourceOrMissing() throws Exception {
        assertThat(line(STACKS, true, new Told(-1, "main+0x1;f+0x2", "do_syscall_64+0x3")))
                .isEqualTo("main+0x1;f+0x2|do_syscall_64+0x3");
        assertThat(line(STACKS, true, new Told(-1, null, null))).isEqualTo("<NA>|<NA>");
        assertThat(line(STACKS, true, null)).isEqualTo("<NA>|<NA>");
    }

    @Test
    void truthAndObjectAreThoseOfTheSourceOrMissing() throws Exception {
        assertThat(line(TRUTH, true, new Racing(Truth.CHANGED, "/etc/passwd")))
                .isEqualTo("true|/etc/passwd");
        assertThat(line(TRUTH, true, new Racing(Truth.SAME, ""))).isEqualTo("false|<NA>");
        assertThat(line(TRUTH, true, new Racing(Truth.UNKNOWN, ""))).isEqualTo("<NA>|<NA>");
        assertThat(line(TRUTH, true, new Told(-1, null, null))).isEqualTo("<NA>|<NA>");
        assertThat(line(TRUTH, true, null)).isEqualTo("<NA>|<NA>");
    }

    @Test
    void queuesAreThoseOfTheSourceOrMissing() throws Exception {
        String queues = "*%fd.rxqueue|%fd.txqueue";
        assertThat(line(queues, true, new Queues(4_294_967_294L, 0))).isEqualTo("4294967294|0");
        assertThat(line(queues, true, new Queues(-1, -1))).isEqualTo("<NA>|<NA>");
        assertThat(line(queues, true, null)).isEqualTo("<NA>|<NA>");
    }

    private static String line(String format, boolean exit, @Nullable LiveDetail detail)
            throws Exception {
        EventContext context = new EventContext();
        new EventBuilder().begin(code(exit), 1, 7, 0).finish(context.event());
        context.event().detail(detail);
        context.state().apply(context.event());
        TextBuffer out = new TextBuffer();
        TextFormat.compile(format, new EngineFields(FieldOptions.text())).write(context, out);
        return out.toString();
    }

    private static int code(boolean exit) {
        for (EventType type : EventTable.all()) {
            if (type.name().equals("nanosleep") && type.isExit() == exit) {
                return type.code();
            }
        }
        throw new AssertionError("no nanosleep");
    }
}
