// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of it all, and the next one. */
class SpillAcrossKillTest {
    @TempDir Path folder;

    /**
     * What the killed process runs: gives alerts to an output whose receiver is away, until it is
     * killed.
     */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            Outputs outputs =
                    Outputs.open(
                            List.of(OutputSpec.parse(arguments[0])),
                            Alerts.surroundings(Patience.NONE, _ -> {}));
            for (int i = 0; ; i++) {
                outputs.accept(Alerts.alert(i));
                int given = i + 1;
                if (given % 50 == 0) {
                    Alerts.await(() -> outputs.counts().getFirst().spilled() == given);
                    System.out.println(given);
                }
            }
        }
    }

    @Test
    void theNextProcessDeliversOnceWhatTheKilledOneHadOnDisk() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String spec = "http://127.0.0.1:" + port + " spill=" + folder;
        Process victim =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Victim.class.getName(),
                                spec)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int onDisk = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(victim.getInputStream()))) {
            while (onDisk < 2000) {
                onDisk = Integer.parseInt(out.readLine());
            }
            victim.toHandle().destroyForcibly();
            victim.waitFor();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                onDisk = Integer.parseInt(line);
            }
        }
        List<String> got = Collections.synchronizedList(new ArrayList<>());
        deliver(spec, got, onDisk);
        assertThat(got.size()).isBetween(onDisk, onDisk + 50);
        assertThat(got).isEqualTo(Alerts.numbers(0, got.size()));
        int before = got.size();
        deliver(spec, got, 0);
        assertThat(got).hasSize(before);
    }

    /** A run with the receiver there, until it has so many at least. */
    private static void deliver(String spec, List<String> got, int least) throws Exception {
        int port = java.net.URI.create(spec.substring(0, spec.indexOf(' '))).getPort();
        var server =
                com.sun.net.httpserver.HttpServer.create(
                        new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        String json = new String(exchange.getRequestBody().readAllBytes());
                        got.add(json.replace("{\"output\":\"", "").replace("\"}", ""));
                        exchange.sendResponseHeaders(204, -1);
                    }
                });
        server.start();
        AtomicBoolean broken = new AtomicBoolean();
        try (Outputs outputs =
                Outputs.open(
                        List.of(OutputSpec.parse(spec)),
                        Alerts.surroundings(Patience.NONE, _ -> broken.set(true)))) {
            Alerts.await(
                    () ->
                            outputs.counts().getFirst().spilled() == 0
                                    && outputs.counts().getFirst().sent() >= least);
        } finally {
            server.stop(0);
        }
        assertThat(broken).isFalse();
    }
}
