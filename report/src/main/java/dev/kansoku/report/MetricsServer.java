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

/** Answers scrapes at {@code /metrics}, and {@code /healthz} with 200. */
public final class MetricsServer implements Closeable {
    private static final int BACKLOG = 16;
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Supplier<MetricSnapshots> metrics;

    private MetricsServer(HttpServer server, Supplier<MetricSnapshots> metrics) {
        this.server = server;
        this.metrics = metrics;
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
        MetricsServer started = new MetricsServer(HttpServer.create(address, BACKLOG), metrics);
        started.server.createContext("/metrics", started::scrape);
        started.server.createContext("/healthz", MetricsServer::healthy);
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
        answer(exchange, writer.getContentType(), body.toByteArray());
    }

    private static void healthy(HttpExchange exchange) throws IOException {
        answer(exchange, "text/plain", "ok\n".getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
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
