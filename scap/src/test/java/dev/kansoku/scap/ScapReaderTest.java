// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static dev.kansoku.scap.CaptureBytes.capture;
import static dev.kansoku.scap.CaptureBytes.firstGeneration;
import static dev.kansoku.scap.CaptureBytes.gzip;
import static dev.kansoku.scap.CaptureBytes.joined;
import static dev.kansoku.scap.CaptureBytes.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventHeader;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScapReaderTest {
    @Test
    void readsAnEventOfTheSecondGeneration() throws IOException {
        Reading reading =
                read(
                        capture()
                                .event(0x216, 3, SampleEvents.close(1234567890123456789L, 9))
                                .bytes());

        assertThat(reading.events).hasSize(1);
        Event event = reading.events.getFirst();
        assertThat(event.type().name()).isEqualTo("close");
        assertThat(event.timestamp()).isEqualTo(1234567890123456789L);
        assertThat(event.tid()).isEqualTo(77);
        assertThat(event.cpu()).isEqualTo(3);
        assertThat(event.flags()).isZero();
        assertThat(event.number()).isEqualTo(1);
        assertThat(event.headerSize()).isEqualTo(EventHeader.SIZE);
        assertThat(event.signed(0)).isEqualTo(9);
        assertThat(reading.damages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x204, 0x8010ABCD})
    void infersTheParameterCountOfTheFirstGeneration(int type) throws IOException {
        Reading reading =
                read(capture().event(type, 1, firstGeneration(SampleEvents.close(5, 9))).bytes());

        Event event = reading.events.getFirst();
        assertThat(event.headerSize()).isEqualTo(EventHeader.SIZE_V1);
        assertThat(event.parameterCount()).isEqualTo(1);
        assertThat(event.signed(0)).isEqualTo(9);
    }

    @Test
    void infersFewerParametersThanTheTableHas() throws IOException {
        byte[] older =
                new EventBuilder()
                        .begin(SampleEvents.USER_ADDED, 5, 6, 3)
                        .number(1)
                        .number(2)
                        .text("older")
                        .toBytes();

        Reading reading = read(capture().event(0x204, 1, firstGeneration(older)).bytes());

        assertThat(reading.events.getFirst().parameterCount()).isEqualTo(3);
        assertThat(reading.events.getFirst().textLength(2)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {280, 286})
    void takesThreeFromTheLengthOfNotificationsOfTheFirstGeneration(int code) throws IOException {
        EventBuilder builder = new EventBuilder().begin(code, 5, 6);
        while (builder.remaining() > 0) {
            builder.text("abc");
        }
        byte[] old = firstGeneration(builder.toBytes());
        old[16] = (byte) (old[16] + 3);

        Reading reading = read(capture().event(0x204, 1, joined(old, new byte[3])).bytes());

        Event event = reading.events.getFirst();
        assertThat(event.parameterCount()).isEqualTo(event.type().parameters().size());
        assertThat(event.textLength(1)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x208, 0x217})
    void readsFlags(int type) throws IOException {
        byte[] close = SampleEvents.close(5, 9);
        byte[] body = type == 0x208 ? firstGeneration(close) : close;

        Reading reading = read(capture().flaggedEvent(type, 2, 1, body).bytes());

        Event event = reading.events.getFirst();
        assertThat(event.cpu()).isEqualTo(2);
        assertThat(event.isStateOnly()).isTrue();
        assertThat(event.signed(0)).isEqualTo(9);
    }

    @Test
    void readsEventsBeyondTheSizeOfAChunk() throws IOException {
        byte[] data = new byte[3_000_000];
        data[2_999_999] = 42;

        Reading reading =
                read(
                        capture()
                                .event(0x216, 0, SampleEvents.close(1, 1))
                                .event(0x221, 0, SampleEvents.async(data))
                                .flaggedEvent(0x222, 0, 5, SampleEvents.async(data))
                                .event(0x216, 0, SampleEvents.close(2, 2))
                                .bytes());

        assertThat(reading.damages).isEmpty();
        assertThat(reading.events).hasSize(4);
        for (Event event : reading.events.subList(1, 3)) {
            assertThat(event.length(2)).isEqualTo(3_000_000);
            assertThat(event.bytes()[event.offset(2) + 2_999_999]).isEqualTo((byte) 42);
        }
        assertThat(reading.events.get(3).signed(0)).isEqualTo(2);
    }

    @Test
    void skipsAndCountsEventsBeyondTheTable() throws IOException {
        byte[] newer = SampleEvents.close(1, 1);
        newer[20] = (byte) 0xff;
        newer[21] = 0x0f;

        Reading reading =
                read(
                        capture()
                                .event(0x216, 0, newer)
                                .event(0x216, 0, SampleEvents.close(1, 1))
                                .bytes());

        assertThat(reading.unknownTypes).isEqualTo(1);
        assertThat(reading.numbers()).containsExactly(2L);
        assertThat(reading.damages).isEmpty();
    }

    @Test
    void neverComparesAnEventsTrailer() throws IOException {
        byte[] bytes = capture().event(0x216, 0, SampleEvents.close(1, 1)).bytes();
        bytes[bytes.length - 1] = 99;

        Reading reading =
                read(
                        new CaptureBytes()
                                .raw(bytes)
                                .event(0x216, 0, SampleEvents.close(2, 2))
                                .bytes());

        assertThat(reading.events).hasSize(2);
        assertThat(reading.damages).isEmpty();
    }

    @Test
    void skipsStartTablesOfUnknownTypes() throws IOException {
        Reading reading =
                read(
                        capture()
                                .block(0x2ff, b -> b.u64(1).u64(2))
                                .event(0x216, 0, SampleEvents.close(1, 1))
                                .bytes());

        assertThat(reading.order).containsExactly("section", "event 1");
        assertThat(reading.damages).isEmpty();
    }

    @Test
    void beginsASectionWhereATableFollowsEvents() throws IOException {
        Reading reading =
                read(
                        capture()
                                .event(0x216, 0, SampleEvents.close(1, 1))
                                .block(0x206, b -> b.u8(1).u32(5).text("tty"))
                                .event(0x216, 0, SampleEvents.close(1, 1))
                                .bytes());

        assertThat(reading.order)
                .containsExactly("section", "event 1", "section", "group", "event 2");
    }

    @Test
    void numbersGoOnOverSectionsWithoutTheLeadingUsersOfLaterOnes() throws IOException {
        byte[] one =
                capture()
                        .event(0x216, 0, SampleEvents.userAdded("ann"))
                        .event(0x216, 0, SampleEvents.groupAdded("staff"))
                        .event(0x216, 0, SampleEvents.close(1, 1))
                        .event(0x216, 0, SampleEvents.userAdded("bob"))
                        .bytes();

        Reading reading = read(joined(one, one));

        assertThat(reading.numbers()).containsExactly(1L, 2L, 3L, 4L, 4L, 4L, 5L, 6L);
        assertThat(reading.order).filteredOn("section"::equals).hasSize(2);
    }

    @Test
    void beginsASectionWhereACaptureWithoutEventsIsFollowedByAnother() throws IOException {
        Reading reading =
                read(
                        joined(
                                capture().block(0x2ff, b -> b.u64(1)).bytes(),
                                capture().event(0x216, 0, SampleEvents.close(1, 1)).bytes()));

        assertThat(reading.order).containsExactly("section", "section", "event 1");
    }

    @Test
    void readsGzipOfSeveralMembersAndPadding() throws IOException {
        byte[] one = capture().event(0x216, 0, SampleEvents.close(1, 1)).bytes();
        byte[] two = new CaptureBytes().event(0x216, 0, SampleEvents.close(2, 2)).bytes();

        Reading reading = read(joined(joined(gzip(one), gzip(two)), new byte[512]));

        assertThat(reading.events).hasSize(2);
        assertThat(reading.damages).isEmpty();
    }

    @Test
    void readsMoreThanTheReadAheadHolds() throws IOException {
        CaptureBytes many = capture();
        for (int i = 0; i < 100_000; i++) {
            many.event(0x216, 0, SampleEvents.close(i, i));
        }

        for (byte[] bytes : new byte[][] {many.bytes(), gzip(many.bytes())}) {
            Reading reading = read(bytes);

            assertThat(reading.events).hasSize(100_000);
            for (int i = 0; i < 100_000; i++) {
                assertThat(reading.events.get(i).signed(0)).isEqualTo(i);
            }
        }
    }
}
