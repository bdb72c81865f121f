// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventTest {
    private static final int OPENAT = 307;

    private final EventBuilder builder = new EventBuilder();
    private final Event event = new Event();

    @Test
    void readsHeaderAndParametersWhereTheyWereWritten() {
        openat();
        assertThat(event.code()).isEqualTo(OPENAT);
        assertThat(event.timestamp()).isEqualTo(1_700_000_000_000_000_001L);
        assertThat(event.tid()).isEqualTo(4711);
        assertThat(event.parameterCount()).isEqualTo(7);
        assertThat(event.headerSize()).isEqualTo(EventHeader.SIZE);
        assertThat(event.length()).isEqualTo(26 + 7 * 2 + 8 + 8 + 5 + 4 + 4 + 4 + 8);
        assertThat(event.signed(0)).isEqualTo(-2);
        assertThat(event.signed(1)).isEqualTo(-100);
        assertThat(event.textLength(2)).isEqualTo(4);
        assertThat(event.length(2)).isEqualTo(5);
        assertThat(event.unsigned(5)).isEqualTo(0xffff_fff0L);
        assertThat(event.signed(5)).isEqualTo(-16);
        assertThat(event.signed(6)).isEqualTo(99);
    }

    @Test
    void givesZeroForAParameterThatIsMissing() {
        builder.begin(OPENAT, 1, 2, 3).number(3).absent().text("").finish(event);
        assertThat(event.has(0)).isTrue();
        assertThat(event.has(1)).isFalse();
        assertThat(event.has(3)).isFalse();
        assertThat(event.has(-1)).isFalse();
        for (int missing : new int[] {-1, 1, 3, 500}) {
            assertThat(event.signed(missing)).isZero();
            assertThat(event.unsigned(missing)).isZero();
            assertThat(event.textLength(missing)).isZero();
        }
    }

    @Test
    void readsNumbersOfAnyWidth() {
        builder.begin(OPENAT, 1, 2, 4);
        builder.sized(0xff, 1).sized(0xfffe, 2).sized(0xfffffffdL, 4).sized(-4, 8).finish(event);
        assertThat(event.signed(0)).isEqualTo(-1);
        assertThat(event.unsigned(0)).isEqualTo(255);
        assertThat(event.signed(1)).isEqualTo(-2);
        assertThat(event.unsigned(1)).isEqualTo(65534);
        assertThat(event.signed(2)).isEqualTo(-3);
        assertThat(event.unsigned(2)).isEqualTo(4294967293L);
        assertThat(event.signed(3)).isEqualTo(-4);
    }

    @Test
    void findsParametersInAnyOrderOfAsking() {
        openat();
        int last = event.offset(6);
        int first = event.offset(0);
        assertThat(first).isEqualTo(26 + 14);
        assertThat(last).isEqualTo(event.length() - 8);
        assertThat(event.offset(3)).isEqualTo(first + 8 + 8 + 5);
    }

    @Test
    void keepsACopyThatOutlivesItsSource() {
        openat();
        event.origin(3, Event.STATE_ONLY);
        event.number(77);
        Event copy = new Event();
        copy.copyFrom(event);
        Arrays.fill(event.bytes(), (byte) 0);
        assertThat(copy.code()).isEqualTo(OPENAT);
        assertThat(copy.cpu()).isEqualTo(3);
        assertThat(copy.isStateOnly()).isTrue();
        assertThat(copy.flags()).isEqualTo(Event.STATE_ONLY);
        assertThat(copy.number()).isEqualTo(77);
        assertThat(copy.textLength(2)).isEqualTo(4);
        assertThat(copy.start()).isZero();
    }

    @Test
    void neverCopiesIntoBytesThatBelongToASource() {
        byte[] source = builder.begin(2, 1, 2).text("a-name-of-some-length").toBytes();
        byte[] before = source.clone();
        Event cursor = new Event();
        cursor.wrap(source, 0, EventHeader.SIZE, 3);
        openat();
        cursor.copyFrom(event);
        assertThat(source).isEqualTo(before);
        assertThat(cursor.signed(1)).isEqualTo(-100);
    }

    @Test
    void readsFourByteLengthsOfALargePayload() {
        int code =
                EventTable.all().stream()
                        .filter(type -> type.has(EventFlag.LARGE_PAYLOAD))
                        .mapToInt(EventType::code)
                        .findFirst()
                        .orElseThrow();
        builder.begin(code, 1, 2, 1).bytes(new byte[70_000]).finish(event);
        assertThat(event.length(0)).isEqualTo(70_000);
        assertThat(event.offset(0)).isEqualTo(26 + 4);
        assertThat(Event.fits(event.bytes(), 0, event.length(), EventHeader.SIZE, 1)).isTrue();
    }

    @Test
    void fitsOnlyWhatLiesInsideItsOwnLength() {
        byte[] bytes = builder.begin(6, 1, 2).number(3).number(100).toBytes();
        assertThat(Event.fits(bytes, 0, bytes.length, EventHeader.SIZE, 2)).isTrue();
        assertThat(Event.fits(bytes, 0, bytes.length - 1, EventHeader.SIZE, 2)).isFalse();
        assertThat(Event.fits(bytes, 0, 10, EventHeader.SIZE, 2)).isFalse();
        assertThat(Event.fits(bytes, 0, bytes.length, EventHeader.SIZE, -1)).isFalse();
        assertThat(Event.fits(bytes, 0, bytes.length, EventHeader.SIZE, 2_000_000_000)).isFalse();
        bytes[EventHeader.SIZE] = (byte) 200;
        assertThat(Event.fits(bytes, 0, bytes.length, EventHeader.SIZE, 2)).isFalse();
        bytes[EventHeader.TYPE + 1] = 0x7f;
        assertThat(Event.fits(bytes, 0, bytes.length, EventHeader.SIZE, 2)).isFalse();
    }

    @Test
    void readsNothingOutsideOfWhatFitsWhateverTheBytes() {
        Random random = new Random(20260101);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            if (bytes.length >= EventHeader.SIZE) {
                bytes[EventHeader.TYPE + 1] &= 1;
                bytes[EventHeader.LENGTH] = (byte) bytes.length;
                bytes[EventHeader.LENGTH + 1] = 0;
                bytes[EventHeader.LENGTH + 2] = 0;
                bytes[EventHeader.LENGTH + 3] = 0;
            }
            int count = random.nextInt(8);
            if (!Event.fits(bytes, 0, bytes.length, EventHeader.SIZE, count)) {
                continue;
            }
            event.wrap(bytes, 0, EventHeader.SIZE, count);
            for (int i = -1; i <= count; i++) {
                assertThat(event.textLength(i)).isBetween(0, bytes.length);
                event.signed(i);
                event.unsigned(i);
            }
        }
    }

    @Test
    void refusesMoreParametersThanWereAnnounced() {
        builder.begin(4, 1, 2, 1).number(3);
        assertThat(builder.remaining()).isZero();
        assertThatThrownBy(() -> builder.number(4)).isInstanceOf(IllegalStateException.class);
        builder.begin(4, 1, 2, 1);
        assertThatThrownBy(() -> builder.bytes(new byte[65_536]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void openat() {
        builder.begin(OPENAT, 1_700_000_000_000_000_001L, 4711)
                .number(-2)
                .number(-100)
                .text("name")
                .number(4097)
                .number(0)
                .number(0xffff_fff0L)
                .number(99)
                .finish(event);
    }
}
