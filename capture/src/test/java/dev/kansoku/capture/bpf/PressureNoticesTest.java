// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.EventHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of the kernel program's notices of pressure. */
class PressureNoticesTest {
    private static final int SIZE = 99;
    private static final int DATA = 59;

    private final List<String> lines = new ArrayList<>();
    private final PressureNotices notices = new PressureNotices(2, lines::add);

    @Test
    void makesTextOfTheNumbersAndTellsTheDifferences() {
        assertThat(data(1, 0, 0, 0, 0))
                .isEqualTo("level=1 sheds=payload cpu=0 payloads=0 reads_writes=0 others=0");
        assertThat(data(2, 0, 310, 0, 0))
                .isEqualTo(
                        "level=2 sheds=payload,reads,writes cpu=0 payloads=310 reads_writes=0"
                                + " others=0");
        assertThat(data(0, 0, 312, 70, 5))
                .isEqualTo("level=0 sheds=nothing cpu=0 payloads=2 reads_writes=70 others=5");
    }

    @Test
    void knowsANoticeByItsName() {
        byte[] bytes = notice(1, 0, 0, 0, 0);
        assertThat(PressureNotices.is(bytes, SIZE)).isTrue();
        assertThat(PressureNotices.is(bytes, SIZE - 1)).isFalse();
        bytes[45] = 'x';
        assertThat(PressureNotices.is(bytes, SIZE)).isFalse();
    }

    @Test
    void tellsTheUserOnceASecondAtMostAndThenWhatHolds() {
        data(1, 0, 0, 0, 0);
        notices.say(0);
        data(2, 1, 10, 0, 0);
        notices.say(500_000_000);
        data(3, 1, 10, 20, 0);
        notices.say(1_000_000_000);
        data(0, 1, 10, 20, 7);
        data(0, 0, 5, 0, 0);
        notices.say(1_900_000_000);
        notices.say(2_000_000_000);
        notices.say(9_000_000_000L);

        assertThat(lines)
                .containsExactly(
                        "events are made faster than they are read: leaving out payload",
                        "events are made faster than they are read: leaving out all but what tells"
                                + " of processes and fds",
                        "nothing is left out any more; left out: 15 payloads, 20 reads and writes,"
                                + " 7 others");
    }

    private String data(int level, int cpu, long payloads, long reads, long others) {
        byte[] bytes = Arrays.copyOf(notice(level, cpu, payloads, reads, others), 1000);
        int size = notices.take(bytes);
        ByteBuffer event = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(event.getInt(EventHeader.LENGTH)).isEqualTo(size);
        assertThat(event.getInt(34)).isEqualTo(size - DATA);
        return new String(bytes, DATA, size - DATA, StandardCharsets.US_ASCII);
    }

    private static byte[] notice(int level, int cpu, long payloads, long reads, long others) {
        ByteBuffer event = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        event.putInt(EventHeader.LENGTH, SIZE);
        event.put(42, "kansoku.pressure".getBytes(StandardCharsets.US_ASCII));
        event.putInt(DATA, level).putInt(DATA + 8, cpu);
        event.putLong(DATA + 16, payloads).putLong(DATA + 24, reads).putLong(DATA + 32, others);
        return event.array();
    }
}
