// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServiceManagerTest {
    /** Prints datagrams, each on a line, until one says that the service stops. */
    private static final String RECEIVER =
            """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            print("bound", flush=True)
            text = ""
            while text != "STOPPING=1":
                text = s.recv(65536).decode()
                print(text.replace("\\n", " "), flush=True)
            """;

    @TempDir Path folder;
    private final List<String> notes = new ArrayList<>();

    @Test
    void isToldWhatHappensAndFedWhileAllIsWell() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3");
        Path socket = folder.resolve("notify");
        Process receiver =
                new ProcessBuilder("/usr/bin/python3", "-c", RECEIVER, socket.toString()).start();
        try (BufferedReader heard =
                new BufferedReader(new InputStreamReader(receiver.getInputStream()))) {
            assertThat(heard.readLine()).isEqualTo("bound");
            AtomicBoolean well = new AtomicBoolean(true);
            Map<String, String> environment =
                    Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "20000");
            try (ServiceManager manager = ServiceManager.of(environment, well::get, notes::add)) {
                assertThat(heard.readLine()).isEqualTo("WATCHDOG=1");
                assertThat(heard.readLine()).isEqualTo("WATCHDOG=1");
                well.set(false);
                manager.ready("25 rules at work");
                assertThat(next(heard)).isEqualTo("READY=1 STATUS=25 rules at work");
                manager.reloading();
                assertThat(next(heard)).matches("RELOADING=1 MONOTONIC_USEC=[0-9]+");
                manager.stopping();
                assertThat(next(heard)).isEqualTo("STOPPING=1");
            }
        } finally {
            receiver.destroyForcibly();
        }
        assertThat(notes).isEmpty();
    }

    /** What comes next beside what was fed before. */
    private static String next(BufferedReader heard) throws Exception {
        String line = heard.readLine();
        while (line.equals("WATCHDOG=1")) {
            line = heard.readLine();
        }
        return line;
    }

    @Test
    void aServiceThatNobodyAskedAboutTellsNothing() {
        try (ServiceManager manager = ServiceManager.of(Map.of(), () -> true, notes::add)) {
            manager.ready("1 rules at work");
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void aManagerThatIsGoneIsNoted() {
        Map<String, String> environment =
                Map.of("NOTIFY_SOCKET", folder.resolve("none").toString());
        try (ServiceManager manager = ServiceManager.of(environment, () -> true, notes::add)) {
            manager.stopping();
        }
        assertThat(notes).hasSize(1);
        assertThat(notes.getFirst()).contains("connect failed: ENOENT");
    }
}
