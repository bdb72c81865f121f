// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpOutputTest {
    @TempDir Path folder;

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private final List<Integer> clientPorts = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String refuses = "nothing";
    private volatile String retryAfter = "";
    private volatile CountDownLatch hangs = new CountDownLatch(0);
    private HttpServer server;

    @AfterEach
    void stop() {
        hangs.countDown();
        if (server != null) {
            server.stop(0);
        }
    }

    private int start(int port) throws IOException {
        return start(HttpServer.create(local(port), 0));
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private int start(HttpServer made) {
        server = made;
        server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::answer);
        server.start();
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            hangs.await();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                body = new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes();
            }
            String text = new String(body);
            int answer = text.contains(refuses) ? 400 : status;
            if (answer == 200) {
                bodies.add(text);
                headers.add(exchange.getRequestHeaders());
                clientPorts.add(exchange.getRemoteAddress().getPort());
            }
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(answer, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outputs outputs(String spec) throws OutputSpecException {
        return Outputs.open(
                List.of(OutputSpec.parse(spec)), Alerts.surroundings(Patience.NONE, notes::add));
    }

    private static void give(Outputs outputs, int from, int to) {
        for (int i = from; i < to; i++) {
            outputs.accept(Alerts.alert(i));
        }
    }

    private static String json(int number) {
        return "{\"output\":\"alert " + number + "\"}";
    }

    private static List<String> jsons(int from, int to) {
        return java.util.stream.IntStream.range(from, to).mapToObj(HttpOutputTest::json).toList();
    }

    @Test
    void postsEachAlertAsJsonOverOneConnection() throws Exception {
        Path secret = Files.writeString(folder.resolve("headers"), "X-Token: abc\n\n");
        String base = "http://user:pass@127.0.0.1:" + start(0);
        Outputs outputs = outputs(base + "/in?a=b header=\"X-A: 1\" header-file=" + secret);
        give(outputs, 0, 20);
        outputs.close();
        assertThat(bodies).isEqualTo(jsons(0, 20));
        assertThat(clientPorts.stream().distinct()).hasSize(1);
        assertThat(headers.getFirst().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(headers.getFirst().getFirst("X-A")).isEqualTo("1");
        assertThat(headers.getFirst().getFirst("X-Token")).isEqualTo("abc");
        assertThat(headers.getFirst().getFirst("User-Agent")).isEqualTo("kansoku");
        assertThat(headers.getFirst().getFirst("Authorization")).isEqualTo("Basic dXNlcjpwYXNz");
        assertThat(outputs.counts().getFirst().name())
                .isEqualTo("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Test
    void sendsLinesOfJsonCompressedWhereAsked() throws Exception {
        hangs = new CountDownLatch(1);
        Outputs outputs = outputs("http://127.0.0.1:" + start(0) + " batch=100 gzip=yes");
        give(outputs, 0, 50);
        hangs.countDown();
        outputs.close();
        assertThat(bodies.size()).isBetween(1, 3);
        assertThat(String.join("\n", bodies).lines().filter(line -> !line.isEmpty()).toList())
                .isEqualTo(jsons(0, 50));
    }

    @Test
    void anAlertThatTheServerRefusesHoldsUpNoOther() throws Exception {
        refuses = "alert 3\"";
        hangs = new CountDownLatch(1);
        Outputs outputs = outputs("http://127.0.0.1:" + start(0) + " batch=10");
        give(outputs, 0, 10);
        hangs.countDown();
        outputs.close();
        assertThat(outputs.counts().getFirst().refused()).isEqualTo(1);
        assertThat(outputs.counts().getFirst().sent()).isEqualTo(9);
        assertThat(String.join("\n", bodies)).doesNotContain("alert 3").contains("alert 9");
        assertThat(notes).anyMatch(note -> note.contains("answers with status 400"));
    }

    @Test
    void comesAgainWhenTheServerSaysSo() throws Exception {
        status = 429;
        retryAfter = "1";
        Outputs outputs = outputs("http://127.0.0.1:" + start(0));
        long begin = System.nanoTime();
        give(outputs, 0, 3);
        Alerts.await(() -> outputs.counts().getFirst().failing());
        status = 200;
        Alerts.await(() -> outputs.counts().getFirst().sent() == 3);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(Duration.ofMillis(900));
        outputs.close();
        assertThat(bodies).isEqualTo(jsons(0, 3));
    }

    @Test
    void aServerThatIsDeadAndThenStartsGetsAllInOrder() throws Exception {
        int port = start(0);
        server.stop(0);
        Outputs outputs = outputs("http://127.0.0.1:" + port + " spill=" + folder);
        give(outputs, 0, 300);
        Alerts.await(() -> outputs.counts().getFirst().spilled() == 300);
        start(port);
        Alerts.await(() -> outputs.counts().getFirst().sent() == 300);
        status = 503;
        give(outputs, 300, 400);
        Alerts.await(() -> outputs.counts().getFirst().failing());
        server.stop(0);
        status = 200;
        start(port);
        Alerts.await(() -> outputs.counts().getFirst().sent() == 400);
        outputs.close();
        assertThat(bodies).isEqualTo(jsons(0, 400));
        assertThat(outputs.counts().getFirst().lost()).isZero();
    }

    @Test
    void aServerThatDoesNotAnswerCostsATimeoutAndNoAlert() throws Exception {
        hangs = new CountDownLatch(1);
        Outputs outputs = outputs("http://127.0.0.1:" + start(0) + " timeout=200ms");
        give(outputs, 0, 2);
        Alerts.await(() -> outputs.counts().getFirst().failing());
        assertThat(outputs.counts().getFirst().trouble()).isEqualTo("no answer within 200 ms");
        hangs.countDown();
        Alerts.await(() -> outputs.counts().getFirst().sent() == 2);
        outputs.close();
        assertThat(bodies.stream().distinct()).isEqualTo(jsons(0, 2));
    }

    private int startTls(TestCertificates certificates, boolean mutual) throws Exception {
        HttpsServer secured = HttpsServer.create(local(0), 0);
        secured.setHttpsConfigurator(
                new HttpsConfigurator(certificates.serverContext()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                        tls.setNeedClientAuth(mutual);
                        parameters.setSSLParameters(tls);
                    }
                });
        return start(secured);
    }

    @Test
    void believesTheGivenAuthorityAndShowsItsOwnCertificate() throws Exception {
        TestCertificates certificates = TestCertificates.make(folder);
        String base = "https://localhost:" + startTls(certificates, true);
        for (String key : List.of("client.key", "client-pkcs1.key", "client-ec.key")) {
            String cert = key.contains("ec") ? "client-ec.pem" : "client.pem";
            bodies.clear();
            Outputs outputs =
                    outputs(
                            base
                                    + " ca="
                                    + folder.resolve("ca.pem")
                                    + " cert="
                                    + folder.resolve(cert)
                                    + " key="
                                    + folder.resolve(key));
            give(outputs, 0, 2);
            Alerts.await(
                    () ->
                            outputs.counts().getFirst().sent() == 2
                                    || !outputs.counts().getFirst().trouble().isEmpty());
            assertThat(outputs.counts().getFirst().trouble()).isEmpty();
            outputs.close();
            assertThat(bodies).as(key).isEqualTo(jsons(0, 2));
        }
    }

    @Test
    void believesNobodyElse() throws Exception {
        TestCertificates certificates = TestCertificates.make(folder);
        int port = startTls(certificates, false);
        // The authority is not among Java's own; the name is not the certificate's.
        for (String spec :
                List.of(
                        "https://localhost:" + port,
                        "https://127.0.0.1:" + port + " ca=" + folder.resolve("ca.pem"))) {
            Outputs outputs = outputs(spec);
            give(outputs, 0, 1);
            Alerts.await(() -> outputs.counts().getFirst().failing());
            outputs.close(Duration.ofMillis(50));
            assertThat(outputs.counts().getFirst().undelivered()).isEqualTo(1);
        }
        Outputs credulous = outputs("https://127.0.0.1:" + port + " insecure=yes");
        give(credulous, 0, 1);
        Alerts.await(() -> credulous.counts().getFirst().sent() == 1);
        credulous.close();
        assertThat(bodies).isEqualTo(jsons(0, 1));
    }

    @Test
    void aMistakeInAFileIsToldAtOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "nothing");
        assertThatThrownBy(() -> outputs("https://localhost ca=" + file))
                .isInstanceOf(OutputSpecException.class)
                .hasMessageContaining("has no certificate in PEM form");
    }
}
