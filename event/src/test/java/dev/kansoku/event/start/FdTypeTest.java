// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FdTypeTest {
    @Test
    void keepsTheCodesOfFilesAndTheLettersThatAreShown() {
        FdType[] types = FdType.values();
        assertThat(types).hasSize(22);
        assertThat(types[8]).isEqualTo(FdType.UNIX_SOCKET);
        assertThat(types[16]).isEqualTo(FdType.FILE_V2);
        assertThat(types[21]).isEqualTo(FdType.PIDFD);
        String letters =
                Arrays.stream(types)
                        .map(type -> String.valueOf(type.letter()))
                        .collect(Collectors.joining());
        assertThat(letters).isEqualTo("ofd4646pueXslitnfburmP");
        assertThat(FdType.FIFO.label()).isEqualTo("pipe");
        assertThat(FdType.FILE_V2.label()).isEqualTo("file");
        assertThat(FdType.UNSUPPORTED.label()).isEqualTo("<NA>");
    }

    @Test
    void tellsSocketsAndFilesApart() {
        assertThat(FdType.IPV4_SERVER.isIpv4()).isTrue();
        assertThat(FdType.IPV4_SERVER.isServer()).isTrue();
        assertThat(FdType.IPV4_SOCKET.isServer()).isFalse();
        assertThat(FdType.IPV6_SOCKET.isIpv6()).isTrue();
        assertThat(FdType.IPV6_SERVER.isInternet()).isTrue();
        assertThat(FdType.UNIX_SOCKET.isInternet()).isFalse();
        assertThat(FdType.FILE.isFile()).isTrue();
        assertThat(FdType.FILE_V2.isFile()).isTrue();
        assertThat(FdType.DIRECTORY.isFile()).isFalse();
    }
}
