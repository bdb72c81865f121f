// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.engine.source.Losses;
import dev.kansoku.rules.Priority;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.correlate.CorrelationCounts;
import dev.kansoku.rules.output.OutputCounts;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a run of detection comes to, as metrics. Counted by one thread, read by any. */
final class DetectMetrics {
    private static final double NANOS = 1e9;

    private record Key(String rule, Priority priority) {}

    private final Map<Key, LongAdder> alerts = new ConcurrentHashMap<>();
    private final AtomicLong reloads = new AtomicLong();
    private final AtomicLong failedReloads = new AtomicLong();
    private volatile long events;
    private volatile long lastEvent;
    private volatile Losses losses = Losses.NONE;
    private volatile long dropOccurrences;
    private volatile int rules;
    private volatile String reloadFault = "";
    private volatile @Nullable Supplier<CorrelationCounts> correlation;

    /** Counts an alert. */
    void count(Alert alert) {
        alerts.computeIfAbsent(new Key(alert.rule(), alert.priority()), _ -> new LongAdder())
                .increment();
    }

    /**
     * Notes how far the run is.
     *
     * @param seen events so far
     * @param nanos the time of the last of them
     */
    void progress(long seen, long nanos, Losses lost, long occurrences) {
        events = seen;
        lastEvent = nanos;
        losses = lost;
        dropOccurrences = occurrences;
    }

    /** Notes who knows what rules remember; asked when somebody scrapes. */
    void correlation(Supplier<CorrelationCounts> counts) {
        correlation = counts;
    }

    /** Notes how many rules are at work. */
    void loaded(int count) {
        rules = count;
    }

    /** Notes that rules were exchanged. */
    void reloaded() {
        reloads.incrementAndGet();
        reloadFault = "";
    }

    /** Notes that new rules cannot be used, and why. */
    void reloadFailed(String fault) {
        failedReloads.incrementAndGet();
        reloadFault = fault;
    }

    /** Why the rules at work are not those of the files; empty where they are. */
    String reloadFault() {
        return reloadFault;
    }

    long reloads() {
        return reloads.get();
    }

    long failedReloads() {
        return failedReloads.get();
    }

    /**
     * What a scrape gets.
     *
     * @param outputs what became of the alerts at each output
     */
    MetricSnapshots snapshots(List<OutputCounts> outputs) {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        all.metricSnapshot(counter("kansoku_events", "Events that were seen.", events));
        all.metricSnapshot(
                gauge(
                        "kansoku_last_event_timestamp_seconds",
                        "When the last of them happened, since the epoch.",
                        lastEvent / NANOS));
        CounterSnapshot.Builder told =
                CounterSnapshot.builder()
                        .name("kansoku_alerts")
                        .help("Alerts, by rule and priority.");
        alerts.forEach(
                (key, count) ->
                        told.dataPoint(
                                point(
                                        Labels.of(
                                                "rule",
                                                key.rule(),
                                                "priority",
                                                key.priority().text()),
                                        count.sum())));
        all.metricSnapshot(told.build());
        all.metricSnapshot(lost());
        all.metricSnapshot(
                counter(
                        "kansoku_drop_occurrences",
                        "Seconds in which more was lost than the threshold allows.",
                        dropOccurrences));
        all.metricSnapshot(gauge("kansoku_rules", "Rules that are at work.", rules));
        all.metricSnapshot(
                CounterSnapshot.builder()
                        .name("kansoku_reloads")
                        .help("How often rules were read anew, by how it went.")
                        .dataPoint(point(Labels.of("result", "ok"), reloads.get()))
                        .dataPoint(point(Labels.of("result", "failed"), failedReloads.get()))
                        .build());
        Supplier<CorrelationCounts> remembered = correlation;
        if (remembered != null) {
            remembered(all, remembered.get());
        }
        outputs(all, outputs);
        memory(all);
        return all.build();
    }

    private CounterSnapshot lost() {
        Losses now = losses;
        return CounterSnapshot.builder()
                .name("kansoku_lost_events")
                .help("Events that were lost, by why.")
                .dataPoint(point(Labels.of("why", "full buffer"), now.droppedFull()))
                .dataPoint(point(Labels.of("why", "too large"), now.droppedOversize()))
                .dataPoint(point(Labels.of("why", "nested"), now.droppedNested()))
                .dataPoint(point(Labels.of("why", "throttled"), now.droppedThrottled()))
                .dataPoint(point(Labels.of("why", "shed"), now.shed().events()))
                .dataPoint(point(Labels.of("why", "unknown type"), now.unknownTypes()))
                .dataPoint(point(Labels.of("why", "damaged block"), now.skippedBlocks()))
                .build();
    }

    private static void remembered(MetricSnapshots.Builder all, CorrelationCounts now) {
        all.metricSnapshot(
                counter(
                        "kansoku_suppressed_alerts",
                        "Alerts that were equal to others and not told.",
                        now.suppressed()));
        all.metricSnapshot(
                GaugeSnapshot.builder()
                        .name("kansoku_remembered")
                        .help("What rules remember, by what for.")
                        .dataPoint(value(Labels.of("what", "sequence"), now.sequences()))
                        .dataPoint(value(Labels.of("what", "threshold"), now.windows()))
                        .dataPoint(value(Labels.of("what", "suppression"), now.suppressions()))
                        .build());
        all.metricSnapshot(
                CounterSnapshot.builder()
                        .name("kansoku_forgotten")
                        .help("What rules had to forget before its time, for want of room.")
                        .dataPoint(point(Labels.of("what", "sequence"), now.evictedSequences()))
                        .dataPoint(point(Labels.of("what", "threshold"), now.evictedWindows()))
                        .dataPoint(
                                point(Labels.of("what", "suppression"), now.evictedSuppressions()))
                        .build());
    }

    private static void outputs(MetricSnapshots.Builder all, List<OutputCounts> outputs) {
        CounterSnapshot.Builder alerts =
                CounterSnapshot.builder()
                        .name("kansoku_output_alerts")
                        .help("Alerts of each output, by what became of them.");
        CounterSnapshot.Builder retries =
                CounterSnapshot.builder()
                        .name("kansoku_output_retries")
                        .help("How often sending was tried again.");
        GaugeSnapshot.Builder waiting =
                GaugeSnapshot.builder()
                        .name("kansoku_output_waiting")
                        .help("Alerts that wait for each output, in memory and on disk.");
        GaugeSnapshot.Builder failing =
                GaugeSnapshot.builder()
                        .name("kansoku_output_failing")
                        .help("Whether the last try failed.");
        for (OutputCounts output : outputs) {
            String name = output.name();
            alerts.dataPoint(point(of(name, "result", "sent"), output.sent()));
            alerts.dataPoint(point(of(name, "result", "refused"), output.refused()));
            alerts.dataPoint(point(of(name, "result", "dropped"), output.dropped()));
            alerts.dataPoint(point(of(name, "result", "spilled"), output.everSpilled()));
            retries.dataPoint(point(Labels.of("output", name), output.retries()));
            waiting.dataPoint(value(of(name, "where", "memory"), output.queued()));
            waiting.dataPoint(value(of(name, "where", "disk"), output.spilled()));
            failing.dataPoint(value(Labels.of("output", name), output.failing() ? 1 : 0));
        }
        all.metricSnapshot(alerts.build());
        all.metricSnapshot(retries.build());
        all.metricSnapshot(waiting.build());
        all.metricSnapshot(failing.build());
    }

    private static Labels of(String output, String name, String value) {
        return Labels.of("output", output, name, value);
    }

    private static void memory(MetricSnapshots.Builder all) {
        Runtime java = Runtime.getRuntime();
        long committed = java.totalMemory();
        all.metricSnapshot(
                gauge(
                        "kansoku_heap_used_bytes",
                        "Heap of Java that is in use.",
                        committed - java.freeMemory()));
        all.metricSnapshot(
                gauge(
                        "kansoku_heap_committed_bytes",
                        "Heap of Java that the system has given.",
                        committed));
        all.metricSnapshot(
                gauge("kansoku_heap_limit_bytes", "Heap of Java at most.", java.maxMemory()));
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(point(Labels.EMPTY, value))
                .build();
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(value(Labels.EMPTY, value))
                .build();
    }

    private static CounterDataPointSnapshot point(Labels labels, long value) {
        return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static GaugeDataPointSnapshot value(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
