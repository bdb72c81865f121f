// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTextTest {
    @Test
    void writesAnIpv4Address() {
        TextBuffer out = new TextBuffer();
        AddressText.ipv4(new byte[] {9, (byte) 255, 0, 10, (byte) 200}, 1, out);
        assertThat(out).hasToString("255.0.10.200");
    }

    @Test
    void writesWhatReadsBackAsTheSameIpv6Address() throws UnknownHostException {
        Random random = new Random(9);
        for (int round = 0; round < 5_000; round++) {
            byte[] address = new byte[16];
            for (int group = 0; group < 8; group++) {
                if (random.nextInt(3) == 0) {
                    address[2 * group] = (byte) random.nextInt();
                    address[2 * group + 1] = (byte) random.nextInt();
                }
            }
            address[0] |= 0x20;
            TextBuffer out = new TextBuffer();
            AddressText.ipv6(address, 0, out);
            assertThat(InetAddress.getByName(out.toString()).getAddress())
                    .as("%s", out)
                    .isEqualTo(address);
        }
    }

    @Test
    void recognisesAnIpv4AddressInIpv6Form() {
        assertThat(isMapped("00000000000000000000ffff7f000001")).isTrue();
        assertThat(isMapped("00000000000000000000000000000000")).isTrue();
        assertThat(isMapped("00000000000000000000000000000001")).isFalse();
        assertThat(isMapped("20000000000000000000ffff7f000001")).isFalse();
    }

    private static boolean isMapped(String hex) {
        return AddressText.isMapped(HexFormat.of().parseHex(hex), 0);
    }
}
