// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogTest {
    private static final SyslogForm FORM = new SyslogForm(16, "kansoku", 42);

    @TempDir Path folder;

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<String> got = new CopyOnWriteArrayList<>();

    private Outputs outputs(String spec) throws OutputSpecException {
        return Outputs.open(
                List.of(OutputSpec.parse(spec)), Alerts.surroundings(Patience.NONE, notes::add));
    }

    private static void give(Outputs outputs, int from, int to) {
        for (int i = from; i < to; i++) {
            outputs.accept(Alerts.alert(i));
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    /** Reads messages with their lengths in front, at most so many, and what they end with. */
    private void read(Socket socket, int most) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        for (int i = 0; i < most; i++) {
            int length = 0;
            int c = in.read();
            if (c < 0) {
                return;
            }
            for (; c != ' '; c = in.read()) {
                length = length * 10 + Character.digit(c, 10);
            }
            String message = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            assertThat(message).containsPattern("^<1[12]>1 2026-").contains(" host kansoku ");
            got.add(message.substring(message.indexOf("alert")));
        }
    }

    private Thread serve(ServerSocket server, int most) {
        return Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            while (true) {
                                try (Socket socket = server.accept()) {
                                    read(socket, most);
                                } catch (IOException e) {
                                    if (server.isClosed()) {
                                        return;
                                    }
                                }
                            }
                        });
    }

    @Test
    void writesAsTheStandardsHaveIt() {
        AlertMessage message = Alerts.message(3);
        assertThat(new String(FORM.far(message)))
                .isEqualTo("<132>1 2026-11-26T13:33:20.123456Z host kansoku 42 - - alert 3");
        assertThat(new String(FORM.near(message, ZoneOffset.UTC)))
                .isEqualTo("<132>Nov 26 13:33:20 kansoku[42]: alert 3");
    }

    @Test
    void sendsDatagramsAndCutsLongOnesAtACharacter() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(10_000);
            Outputs outputs =
                    outputs("syslog+udp://127.0.0.1:" + server.getLocalPort() + " max-bytes=480");
            give(outputs, 0, 3);
            outputs.accept(
                    Alerts.alert("alert " + "ä".repeat(1000), dev.kansoku.rules.Priority.ALERT));
            outputs.close();
            DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
            for (int i = 0; i < 3; i++) {
                server.receive(packet);
                assertThat(new String(packet.getData(), 0, packet.getLength()))
                        .endsWith(" - - alert " + i);
            }
            server.receive(packet);
            assertThat(packet.getLength()).isBetween(479, 480);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .startsWith("<9>1 ")
                    .endsWith("ää");
            assertThat(outputs.counts().getFirst().shortened()).isEqualTo(1);
        }
    }

    @Test
    void countsOctetsOverTcp() throws Exception {
        try (ServerSocket server = listen(0)) {
            Thread reader = serve(server, Integer.MAX_VALUE);
            Outputs outputs = outputs("syslog+tcp://127.0.0.1:" + server.getLocalPort());
            give(outputs, 0, 5000);
            outputs.close();
            Alerts.await(() -> got.size() == 5000);
            assertThat(got).isEqualTo(Alerts.numbers(0, 5000));
            assertThat(reader.isAlive()).isTrue();
        }
    }

    @Test
    void aReceiverThatRestartsMissesNothing() throws Exception {
        ServerSocket server = listen(0);
        int port = server.getLocalPort();
        Outputs outputs = outputs("syslog+tcp://127.0.0.1:" + port + " spill=" + folder);
        // Each connection is closed after seven messages, with others unread in it.
        serve(server, 7);
        for (int i = 0; i < 100; i += 10) {
            give(outputs, i, i + 10);
            Thread.sleep(20);
        }
        server.close();
        give(outputs, 100, 200);
        Thread.sleep(300);
        try (ServerSocket again = listen(port)) {
            serve(again, Integer.MAX_VALUE);
            give(outputs, 200, 210);
            Alerts.await(() -> got.contains("alert 209"));
        }
        outputs.close();
        // Some come twice; the first of each come in order, and all do.
        assertThat(got.stream().distinct())
                .containsExactlyInAnyOrderElementsOf(Alerts.numbers(0, 210));
        assertThat(got.stream().distinct().toList()).isEqualTo(Alerts.numbers(0, 210));
        assertThat(outputs.counts().getFirst().lost()).isZero();
    }

    @Test
    void aReceiverThatReadsNothingIsGivenUpAndTheNextOneGetsAll() throws Exception {
        try (ServerSocket server = listen(0)) {
            Outputs outputs =
                    outputs(
                            "syslog+tcp://127.0.0.1:"
                                    + server.getLocalPort()
                                    + " timeout=300ms queue-bytes=64M");
            Socket silent = null;
            String large = "x".repeat(1 << 20);
            for (int i = 0; i < 12; i++) {
                outputs.accept(
                        Alerts.alert("alert " + i + " " + large, dev.kansoku.rules.Priority.ERROR));
            }
            silent = server.accept();
            Alerts.await(() -> outputs.counts().getFirst().failing());
            assertThat(outputs.counts().getFirst().trouble()).contains("takes nothing for 300 ms");
            serve(server, Integer.MAX_VALUE);
            silent.close();
            Alerts.await(() -> got.size() >= 12);
            outputs.close();
            assertThat(got.stream().map(text -> text.substring(0, 8).strip()).distinct().toList())
                    .isEqualTo(Alerts.numbers(0, 12));
        }
    }

    @Test
    void goesThroughTlsWithBothSidesCertificates() throws Exception {
        TestCertificates certificates = TestCertificates.make(folder);
        try (SSLServerSocket server =
                (SSLServerSocket)
                        certificates
                                .serverContext()
                                .getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setNeedClientAuth(true);
            serve(server, Integer.MAX_VALUE);
            String to = "syslog+tls://localhost:" + server.getLocalPort();
            String files =
                    " ca="
                            + folder.resolve("ca.pem")
                            + " cert="
                            + folder.resolve("client.pem")
                            + " key="
                            + folder.resolve("client.key");
            Outputs outputs = outputs(to + files);
            give(outputs, 0, 100);
            Alerts.await(() -> got.size() == 100);
            outputs.reopen();
            give(outputs, 100, 110);
            outputs.close();
            Alerts.await(() -> got.size() == 110);
            assertThat(got).isEqualTo(Alerts.numbers(0, 110));

            Outputs stranger = outputs(to);
            give(stranger, 0, 1);
            Alerts.await(() -> stranger.counts().getFirst().failing());
            stranger.close(java.time.Duration.ofMillis(50));
        }
    }
}
