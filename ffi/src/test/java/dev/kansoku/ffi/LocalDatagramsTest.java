// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDatagramsTest {
    /** Prints what two datagrams hold, in a language whose library has such sockets. */
    private static final String RECEIVER =
            """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            print("ready", flush=True)
            for _ in range(2):
                print(s.recv(65536).decode(), flush=True)
            """;

    @TempDir Path folder;

    @Test
    void aReceiverGetsEachDatagramWhole() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3");
        Path socket = folder.resolve("log");
        Process receiver =
                new ProcessBuilder("/usr/bin/python3", "-c", RECEIVER, socket.toString()).start();
        try (BufferedReader heard =
                new BufferedReader(new InputStreamReader(receiver.getInputStream()))) {
            assertThat(heard.readLine()).isEqualTo("ready");
            try (LocalDatagrams datagrams = LocalDatagrams.connect(socket.toString(), 1000)) {
                datagrams.send("first".getBytes());
                datagrams.send("second, längere".getBytes());
            }
            assertThat(heard.readLine()).isEqualTo("first");
            assertThat(heard.readLine()).isEqualTo("second, längere");
        } finally {
            receiver.destroyForcibly();
        }
    }

    @Test
    void nobodyThereIsAnError() {
        assertThatThrownBy(() -> LocalDatagrams.connect(folder.resolve("none").toString(), 1000))
                .isInstanceOf(SystemCallException.class)
                .hasMessage("connect failed: ENOENT");
    }
}
