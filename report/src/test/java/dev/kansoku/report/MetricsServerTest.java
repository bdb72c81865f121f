package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    private static final String HOSTILE = "a\"b\\c\nd";

    @Test
    void answersScrapesInTheFormThatIsAskedFor() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (MetricsServer server = MetricsServer.start(anyPort, MetricsServerTest::one);
                HttpClient client = HttpClient.newHttpClient()) {
            URI place = URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics");

            HttpResponse<String> plain = get(client, place, "text/plain");
            assertThat(plain.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/plain; version=0.0.4");
            assertThat(plain.body())
                    .contains("kansoku_events_total{proc_name=\"a\\\"b\\\\c\\nd\"} 7.0\n");

            HttpResponse<String> open =
                    get(client, place, "application/openmetrics-text; version=1.0.0");
            assertThat(open.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/openmetrics-text");
            assertThat(open.body()).endsWith("# EOF\n");

            assertThat(get(client, place.resolve("/healthz"), "*/*").body()).isEqualTo("ok\n");
            assertThat(get(client, place.resolve("/else"), "*/*").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI place, String accept)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(place).header("Accept", accept).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static MetricSnapshots one() {
        return MetricSnapshots.of(
                CounterSnapshot.builder()
                        .name("kansoku_events")
                        .dataPoint(
                                CounterDataPointSnapshot.builder()
                                        .labels(Labels.of("proc_name", HOSTILE))
                                        .value(7)
                                        .build())
                        .build());
    }

    @Test
    void labelsAreNamesThatPrometheusTakes() {
        assertThat(MetricsText.label("proc.name")).isEqualTo("proc_name");
        assertThat(MetricsText.label("evt.arg[fd]")).isEqualTo("evt_arg_fd");
    }

    @Test
    void aLatencyBelongsToTheFirstBucketThatHoldsIt() {
        assertThat(EventMetrics.bucket(0)).isZero();
        assertThat(EventMetrics.bucket(1000)).isZero();
        assertThat(EventMetrics.bucket(1001)).isEqualTo(1);
        assertThat(EventMetrics.bucket(Long.MAX_VALUE)).isEqualTo(EventMetrics.BOUNDS.length);
    }
}
