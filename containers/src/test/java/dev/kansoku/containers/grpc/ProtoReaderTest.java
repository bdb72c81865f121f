// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoReaderTest {
    @Test
    void readsWhatIsWritten() throws IOException {
        byte[] message =
                new ProtoWriter()
                        .text(1, "naïve")
                        .number(2, -1)
                        .number(3, 300)
                        .message(4, new ProtoWriter().text(1, "key").text(2, "value"))
                        .bytes(1000, new byte[] {1, 2})
                        .toBytes();
        ProtoReader in = new ProtoReader(message);
        assertThat(in.next()).isTrue();
        assertThat(in.text()).isEqualTo("naïve");
        assertThat(in.next()).isTrue();
        assertThat(in.number()).isEqualTo(-1);
        assertThat(in.next()).isTrue();
        assertThat(in.number()).isEqualTo(300);
        assertThat(in.next()).isTrue();
        TreeMap<String, String> map = new TreeMap<>();
        in.entry(map, 10);
        in.entry(map, 0);
        assertThat(map).containsEntry("key", "value").hasSize(1);
        assertThat(in.next()).isTrue();
        assertThat(in.field()).isEqualTo(1000);
        assertThat(in.bytes()).containsExactly(1, 2);
        assertThat(in.next()).isFalse();
    }

    /** Protobuf's own documentation has these two. */
    @Test
    void readsThePublishedExamples() throws IOException {
        ProtoReader number = new ProtoReader(HexFormat.of().parseHex("089601"));
        assertThat(number.next()).isTrue();
        assertThat(number.field()).isEqualTo(1);
        assertThat(number.number()).isEqualTo(150);
        ProtoReader text = new ProtoReader(HexFormat.of().parseHex("120774657374696e67"));
        assertThat(text.next()).isTrue();
        assertThat(text.field()).isEqualTo(2);
        assertThat(text.text()).isEqualTo("testing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08",
                "0aff",
                "0a05616263",
                "09010203",
                "0d01",
                "0b",
                "08ffffffffffffffffffff01"
            })
    void refusesWhatBreaksOff(String hex) {
        ProtoReader in = new ProtoReader(HexFormat.of().parseHex(hex));
        assertThatThrownBy(in::next).isInstanceOf(IOException.class);
    }

    @Test
    void anyBytesAreFieldsOrAnError() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            ProtoReader in = new ProtoReader(bytes);
            try {
                while (in.next()) {
                    assertThat(in.bytes().length).isLessThan(bytes.length);
                    in.message().next();
                }
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("an answer");
            }
        }
    }
}
