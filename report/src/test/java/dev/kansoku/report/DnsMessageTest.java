// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsMessageTest {
    private static final byte[] ANSWER = answer();

    /** lab.example A, answered by 10.0.0.7 under a pointer to the question's name. */
    private static byte[] answer() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x12, 0x34, (byte) 0x81, (byte) 0x80, 0, 1, 0, 1, 0, 0, 0, 0});
        out.writeBytes("\3lab\7example\0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {0, 1, 0, 1});
        out.writeBytes(new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 7});
        return out.toByteArray();
    }

    @Test
    void readsAQuestionAndItsAnswer() {
        DnsMessage message = Objects.requireNonNull(DnsMessage.read(ANSWER, 0, ANSWER.length));
        assertThat(message.name()).isEqualTo("lab.example");
        assertThat(message.type()).isEqualTo("A");
        assertThat(message.result()).isEqualTo("NOERROR");
        assertThat(message.response()).isTrue();
        assertThat(message.answers()).containsExactly("10.0.0.7");
    }

    @Test
    void readsTheQuestionOfAMessageThatIsCutOff() {
        DnsMessage message = Objects.requireNonNull(DnsMessage.read(ANSWER, 0, 30));
        assertThat(message.name()).isEqualTo("lab.example");
        assertThat(message.answers()).isEmpty();
    }

    @Test
    void endsAtPointersThatLeadInACircle() {
        byte[] bytes = ANSWER.clone();
        bytes[12] = (byte) 0xc0;
        bytes[13] = 12;
        assertThat(DnsMessage.read(bytes, 0, bytes.length)).isNull();
    }

    @Test
    void survivesWhateverTheNetworkSends() {
        Random random = new Random(53);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = Arrays.copyOf(ANSWER, 12 + random.nextInt(ANSWER.length - 12));
            for (int j = random.nextInt(6); j > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            DnsMessage message = DnsMessage.read(bytes, 0, bytes.length);
            assertThat(message == null || message.name().length() < 400).isTrue();
        }
    }
}
