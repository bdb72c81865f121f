// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class XxHash32Test {
    @Test
    void knownTextsHaveTheirKnownSums() {
        assertThat(of("")).isEqualTo(0x02CC5D05);
        assertThat(of("a")).isEqualTo(0x550D7456);
        assertThat(of("abc")).isEqualTo(0x32D153FF);
        assertThat(of("Nobody inspects the spammish repetition")).isEqualTo(0xE2293B2F);
    }

    @Test
    void piecesMakeTheSameSumAsTheWhole() {
        byte[] bytes =
                "a text that is longer than two stripes of sixteen"
                        .getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            XxHash32 hash = new XxHash32();
            hash.update(bytes, 0, cut);
            hash.update(bytes, cut, bytes.length - cut);
            assertThat(hash.value()).isEqualTo(of(new String(bytes, StandardCharsets.UTF_8)));
        }
    }

    private static int of(String text) {
        XxHash32 hash = new XxHash32();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update(bytes, 0, bytes.length);
        return hash.value();
    }
}
