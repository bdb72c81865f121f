// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CgroupLimit;
import dev.kansoku.event.EventHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of the kernel program's notices of cgroups whose events are held back. */
class ThrottleNoticesTest {
    private static final int DATA = 59;
    private static final long SECOND = 1_000_000_000;

    private final List<String> lines = new ArrayList<>();
    private final ThrottleNotices notices =
            new ThrottleNotices(
                    () -> new CgroupLimit(1000, 50),
                    new Buckets(-1),
                    1_700_000_000L * SECOND,
                    lines::add);

    @Test
    void makesTextOfTheNumbersAndThePath() {
        assertThat(data(4711, 5 * SECOND, "/user.slice/a b"))
                .isEqualTo(
                        "held=4711 since=2023-11-14T22:13:25Z limit=1000/50"
                                + " cgroup=/user.slice/a b");
    }

    @Test
    void knowsANoticeByItsName() {
        byte[] bytes = notice(1, 0, "/a");
        assertThat(ThrottleNotices.is(bytes, bytes.length)).isTrue();
        assertThat(PressureNotices.is(bytes, bytes.length)).isFalse();
        bytes[45] = 'x';
        assertThat(ThrottleNotices.is(bytes, bytes.length)).isFalse();
    }

    @Test
    void tellsTheUserOnceASecondAtMostAndThenOfAll() {
        notices.say(0);
        data(1, 0, "/a");
        notices.say(0);
        data(10, 0, "/a");
        data(5, 0, "/b");
        notices.say(SECOND / 2);
        notices.say(SECOND);
        notices.say(9 * SECOND);
        data(3, 0, "/a");
        notices.sayLast();

        assertThat(lines)
                .containsExactly(
                        "1 events of cgroup /a held back (--limit-cgroup)",
                        "15 events of cgroup /a and of 1 more held back (--limit-cgroup)",
                        "3 events of cgroup /a held back (--limit-cgroup)");
    }

    @Test
    void tellsNothingAtTheEndOfWhatTheKernelDoesNotSay() {
        data(1, 0, "/a");
        assertThat(notices.rest(new byte[1000], 0)).isZero(); // there is no map
    }

    private String data(long held, long since, String path) {
        byte[] notice = notice(held, since, path);
        byte[] bytes = Arrays.copyOf(notice, 1000);
        int size = notices.take(bytes, notice.length);
        ByteBuffer event = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(event.getInt(EventHeader.LENGTH)).isEqualTo(size);
        assertThat(event.getInt(34)).isEqualTo(size - DATA);
        return new String(bytes, DATA, size - DATA, StandardCharsets.US_ASCII);
    }

    private static byte[] notice(long held, long since, String path) {
        int size = DATA + 32 + path.length() + 1;
        ByteBuffer event = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        event.putInt(EventHeader.LENGTH, size);
        event.put(42, "kansoku.throttle".getBytes(StandardCharsets.US_ASCII));
        event.putLong(DATA, held).putLong(DATA + 8, since);
        event.putLong(DATA + 16, 7).putLong(DATA + 24, path.hashCode());
        event.put(DATA + 32, path.getBytes(StandardCharsets.US_ASCII));
        return event.array();
    }
}
