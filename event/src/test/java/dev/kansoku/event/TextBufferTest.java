// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextBufferTest {
    private final TextBuffer out = new TextBuffer(1);

    @Test
    void writesNumbersAsStringsWouldBe() {
        long[] edges = {
            0, 1, 9, 10, 99, 100, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0xffffffffL, 1L << 63 | 5
        };
        for (long value : edges) {
            check(value);
        }
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            check(random.nextLong() >> random.nextInt(64));
        }
    }

    @Test
    void padsWithZeros() {
        assertThat(out.padded(47, 9)).hasToString("000000047");
        assertThat(out.clear().padded(0, 2)).hasToString("00");
    }

    @Test
    void writesTextAsUtf8() {
        assertThat(out.put("観測 ok").toBytes()).isEqualTo("観測 ok".getBytes(UTF_8));
        assertThat(out.length()).isEqualTo(9);
    }

    @Test
    void forgetsWhatIsCutOff() {
        out.put("hello").truncate(2);
        out.truncate(10);
        assertThat(out).hasToString("he");
        TextBuffer other = new TextBuffer().put('x').put(out).put("abc".getBytes(UTF_8), 1, 2);
        assertThat(other).hasToString("xhebc");
        assertThat(other.bytes()).startsWith('x', 'h', 'e', 'b', 'c');
        assertThat(out.clear().isEmpty()).isTrue();
    }

    private void check(long value) {
        assertThat(out.clear().decimal(value)).hasToString(Long.toString(value));
        assertThat(out.clear().unsigned(value)).hasToString(Long.toUnsignedString(value));
        assertThat(out.clear().hex(value)).hasToString(String.format("%X", value));
        assertThat(out.clear().lowerHex(value)).hasToString(String.format("%x", value));
        assertThat(out.clear().octal(value)).hasToString(String.format("%o", value));
    }
}
