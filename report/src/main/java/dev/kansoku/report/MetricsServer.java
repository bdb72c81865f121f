// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers scrapes at {@code /metrics}, and at {@code /healthz} whether all is well. */
public final class MetricsServer implements Closeable {
    private static final int BACKLOG = 16;
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supplier<MetricSnapshots> metrics;
    private final Supplier<String> ailment;

    private MetricsServer(
            HttpServer server, Supplier<MetricSnapshots> metrics, Supplier<String> ailment) {
        this.server = server;
        this.metrics = metrics;
        this.ailment = ailment;
    }

    /**
     * Begins to answer.
     *
     * @param address where; port 0 takes a free one
     * @param metrics makes an answer, on a thread of the server's
     * @throws IOException where nothing can be answered there
     */
    public static MetricsServer start(InetSocketAddress address, Supplier<MetricSnapshots> metrics)
            throws IOException {
        return start(address, metrics, () -> "");
    }

    /**
     * Begins to answer, also how it goes.
     *
     * @param address where; port 0 takes a free one
     * @param metrics makes an answer, on a thread of the server's
     * @param ailment what is not well, empty where all is, in which case alone health is answered
     *     with 200; on a thread of the server's
     * @throws IOException where nothing can be answered there
     */
    public static MetricsServer start(
            InetSocketAddress address, Supplier<MetricSnapshots> metrics, Supplier<String> ailment)
            throws IOException {
        MetricsServer started =
                new MetricsServer(HttpServer.create(address, BACKLOG), metrics, ailment);
        started.server.createContext("/metrics", started::scrape);
        started.server.createContext("/healthz", started::health);
        started.server.setExecutor(started.threads);
        started.server.start();
        return started;
    }

    /** Where it answers. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void scrape(HttpExchange exchange) throws IOException {
        ExpositionFormatWriter writer =
                FORMATS.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, metrics.get(), EscapingScheme.DEFAULT);
        answer(exchange, 200, writer.getContentType(), body.toByteArray());
    }

    private void health(HttpExchange exchange) throws IOException {
        String ill = ailment.get();
        String text = (ill.isEmpty() ? "ok" : ill) + "\n";
        answer(
                exchange,
                ill.isEmpty() ? 200 : 503,
                "text/plain",
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The same as a scrape gets, as text. */
    public static String text(MetricSnapshots metrics) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        FORMATS.getPrometheusTextFormatWriter().write(body, metrics, EscapingScheme.DEFAULT);
        return body.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
