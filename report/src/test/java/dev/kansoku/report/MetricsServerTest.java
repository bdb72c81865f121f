// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    private static final String HOSTILE = "a\"b\\c\nd";

    @Test
    void answersScrapesInTheFormThatIsAskedFor() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (MetricsServer server = MetricsServer.start(anyPort, MetricsServerTest::one)) {
            URI place = URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics");

            HttpURLConnection plain = get(place, "text/plain");
            assertThat(plain.getContentType()).startsWith("text/plain; version=0.0.4");
            assertThat(body(plain))
                    .contains("kansoku_events_total{proc_name=\"a\\\"b\\\\c\\nd\"} 7.0\n");

            HttpURLConnection open = get(place, "application/openmetrics-text; version=1.0.0");
            assertThat(open.getContentType()).startsWith("application/openmetrics-text");
            assertThat(body(open)).endsWith("# EOF\n");

            assertThat(body(get(place.resolve("/healthz"), "*/*"))).isEqualTo("ok\n");
            assertThat(get(place.resolve("/else"), "*/*").getResponseCode()).isEqualTo(404);
        }
    }

    private static HttpURLConnection get(URI place, String accept) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) place.toURL().openConnection();
        connection.setRequestProperty("Accept", accept);
        return connection;
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
