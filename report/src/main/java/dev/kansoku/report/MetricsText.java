// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.report.EventMetrics.Series;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gives metrics the names and forms that Prometheus reads. */
public final class MetricsText {
    private static final double NANOS = 1e9;

    private MetricsText() {}

    /**
     * What a scrape gets.
     *
     * @param lost events that were lost, by why
     */
    public static MetricSnapshots of(EventMetrics metrics, Map<String, Long> lost) {
        String[] names = metrics.fields().stream().map(MetricsText::label).toArray(String[]::new);
        CounterSnapshot.Builder events =
                CounterSnapshot.builder().name("kansoku_events").help("Events, by their fields.");
        CounterSnapshot.Builder errors =
                CounterSnapshot.builder()
                        .name("kansoku_errors")
                        .help("System calls that failed, by their fields.");
        HistogramSnapshot.Builder latency =
                HistogramSnapshot.builder()
                        .name("kansoku_latency_seconds")
                        .help("How long system calls took, by their fields.");
        for (Series series : metrics.series()) {
            Labels labels = Labels.of(names, series.values().toArray(String[]::new));
            events.dataPoint(point(labels, series.events()));
            if (series.errors() > 0) {
                errors.dataPoint(point(labels, series.errors()));
            }
            if (series.timed() > 0) {
                latency.dataPoint(
                        HistogramDataPointSnapshot.builder()
                                .labels(labels)
                                .classicHistogramBuckets(
                                        ClassicHistogramBuckets.of(bounds(), series.buckets()))
                                .sum(series.nanos() / NANOS)
                                .build());
            }
        }
        CounterSnapshot.Builder losses =
                CounterSnapshot.builder()
                        .name("kansoku_lost_events")
                        .help("Events that were lost, by why.");
        lost.forEach((why, count) -> losses.dataPoint(point(Labels.of("why", why), count)));
        return MetricSnapshots.builder()
                .metricSnapshot(events.build())
                .metricSnapshot(errors.build())
                .metricSnapshot(latency.build())
                .metricSnapshot(losses.build())
                .build();
    }

    private static CounterDataPointSnapshot point(Labels labels, long value) {
        return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static List<Double> bounds() {
        List<Double> bounds = new ArrayList<>();
        for (long nanos : EventMetrics.BOUNDS) {
            bounds.add(nanos / NANOS);
        }
        bounds.add(Double.POSITIVE_INFINITY);
        return bounds;
    }

    /** A field's name as a label's: letters, digits and underscores. */
    static String label(String field) {
        return PrometheusNaming.sanitizeLabelName(field.replaceAll("[^A-Za-z0-9_]+", "_"))
                .replaceAll("_+$", "");
    }
}
