// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Interruption;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.request.DetectConfig;
import dev.kansoku.cli.request.DetectRequest;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.report.MetricsServer;
import dev.kansoku.rules.Priority;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.config.Config;
import dev.kansoku.rules.config.ConfigException;
import dev.kansoku.rules.config.DropPolicy;
import dev.kansoku.rules.config.DropWatch;
import dev.kansoku.rules.config.FileWatch;
import dev.kansoku.rules.correlate.CorrelationCounts;
import dev.kansoku.rules.output.OutputCounts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What keeps detection going for months: tells of what is lost, answers scrapes, watches files and
 * has rules read anew, and tells the service manager.
 */
final class DetectUpkeep {
    /** The name of the alert that tells of new rules that cannot be used. */
    static final String RELOAD_FAILED = "Kansoku internal: rules not reloaded";

    /** What is read anew while it runs: settings whose paths begin so. */
    private static final List<String> RELOADED =
            List.of(
                    "rules.",
                    "outputs",
                    "alerts.dedup",
                    "alerts.no_container_output",
                    "alerts.show_secrets",
                    "alerts.why",
                    "alerts.capture_dir", // which says so itself
                    "metrics.",
                    "drops.");

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final int LONGEST_FAULT = 1000;

    /** Puts other rules in the place of those at work. */
    @FunctionalInterface
    interface Exchange {
        /**
         * @return how many rules are at work then
         */
        int to(DetectRequest request) throws Failure, UsageException;
    }

    private final Consumer<Alert> alerts;
    private final String hostname;
    private final Consumer<String> notes;
    private final DropWatch drops;
    private final DetectMetrics metrics = new DetectMetrics();
    private final Pulse pulse = new Pulse(PATIENCE);
    private final Queue<Alert> waiting = new ConcurrentLinkedQueue<>();
    private DetectConfig setup;

    private @Nullable DetectGuard guard;
    private @Nullable MetricsServer server;
    private @Nullable FileWatch files;
    private @Nullable ServiceManager manager;
    private @Nullable Exchange exchange;
    private @Nullable Supplier<List<OutputCounts>> outputCounts;

    /**
     * @param setup what is watched and told
     * @param hostname of this machine, for alerts
     * @param alerts takes what Kansoku tells of itself
     * @param notes takes what whoever runs the command is told
     */
    DetectUpkeep(
            DetectConfig setup, String hostname, Consumer<Alert> alerts, Consumer<String> notes)
            throws Failure {
        this.setup = setup;
        this.hostname = hostname;
        this.alerts = alerts;
        this.notes = notes;
        try {
            this.drops = new DropWatch(DropPolicy.of(setup.config()), hostname, this::tell, notes);
        } catch (ConfigException e) {
            throw new Failure(ExitStatus.USAGE, Printable.line(e.getMessage()));
        }
    }

    /** Counts alerts on their way. */
    Consumer<Alert> counted(Consumer<Alert> next) {
        return alert -> {
            metrics.count(alert);
            next.accept(alert);
        };
    }

    /** Has metrics tell what rules remember. */
    void tellMetricsOf(Supplier<CorrelationCounts> counts) {
        metrics.correlation(counts);
    }

    /** Whether there are settings that may change while it runs. */
    boolean readsSettings() {
        return setup.file() != null;
    }

    void note(String line) {
        notes.accept(line);
    }

    /** By the thread that detects: others hand it over. */
    private void tell(Alert alert) {
        metrics.count(alert);
        alerts.accept(alert);
    }

    private void tellWaiting() {
        for (Alert alert = waiting.poll(); alert != null; alert = waiting.poll()) {
            tell(alert);
        }
    }

    /** With a look at what is lost. */
    EventSource guarded(EventSource source) {
        guard = new DetectGuard(source, drops, metrics, pulse, this::tellWaiting);
        return guard;
    }

    /**
     * Begins to watch what must be watched before rules are read.
     *
     * @param rules files and folders
     */
    void watchFiles(List<String> rules) {
        Config config = setup.config();
        if (!config.flag("reload.watch")) {
            return;
        }
        files = new FileWatch(watched(rules), config.nanos("reload.settle"), this::reload);
    }

    /**
     * Begins to answer and, live, to read rules anew.
     *
     * @param rules that are at work
     * @param outputs what became of the alerts at each output
     * @param exchanger puts other rules in their place, or null where that is not possible
     */
    void open(
            EventContext context,
            int rules,
            Supplier<List<OutputCounts>> outputs,
            @Nullable Exchange exchanger,
            Interruption interruption)
            throws Failure {
        if (guard != null) {
            guard.watch(context);
        }
        metrics.loaded(rules);
        exchange = exchanger;
        outputCounts = outputs;
        server = served(setup.config(), outputs);
        if (exchanger != null) {
            manager = ServiceManager.of(System.getenv(), () -> ailment().isEmpty(), notes);
            interruption.onHangup(this::reload);
            if (files != null) {
                files.start();
            }
            manager.ready(status(rules));
        }
    }

    private @Nullable MetricsServer served(Config config, Supplier<List<OutputCounts>> outputs)
            throws Failure {
        InetSocketAddress address = config.address("metrics.listen");
        if (address == null) {
            return null;
        }
        try {
            MetricsServer made =
                    MetricsServer.start(
                            address, () -> metrics.snapshots(outputs.get()), this::ailment);
            notes.accept(
                    "metrics at http://"
                            + made.address().getAddress().getHostAddress()
                            + ":"
                            + made.address().getPort()
                            + "/metrics");
            return made;
        } catch (IOException e) {
            throw new Failure(
                    ExitStatus.FAILURE,
                    "no metrics at " + address + ": " + Printable.line(e.getMessage()));
        }
    }

    /** What is not well, empty where all is. Rules that could not be read anew are no illness. */
    private String ailment() {
        return pulse.isStuck(System.nanoTime())
                ? "one event takes longer than " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE) + " s"
                : "";
    }

    private static String status(int rules) {
        return rules + " rules at work";
    }

    /** Reads settings and rules anew; called by signals and by the watch, one after the other. */
    private synchronized void reload() {
        Exchange to = exchange;
        ServiceManager told = manager;
        if (to == null || told == null) {
            return;
        }
        told.reloading();
        String status;
        try {
            DetectConfig again = setup.again();
            DetectRequest request = DetectRequest.read(again.arguments(), again);
            if (request == null) {
                throw new IllegalStateException("no detection any more");
            }
            int rules = to.to(request);
            Set<String> later = new TreeSet<>(setup.config().changed(again.config()));
            follow(again.config());
            later.removeIf(path -> RELOADED.stream().anyMatch(path::startsWith));
            setup = again;
            watch(request.rules());
            metrics.loaded(rules);
            metrics.reloaded();
            status = status(rules);
            notes.accept("rules read anew: " + status);
            if (!later.isEmpty()) {
                notes.accept(
                        "a restart is needed for what else changed: " + String.join(", ", later));
            }
        } catch (Failure | UsageException | RuntimeException e) {
            String fault = Printable.line(e.getMessage());
            metrics.reloadFailed(fault);
            status = "rules not reloaded, the ones before are at work";
            notes.accept(status + ": " + fault);
            waiting.add(failed(fault));
        }
        told.ready(status);
    }

    /** What concerns no rule; a mistake in it leaves what was. */
    private void follow(Config other) {
        Set<String> changed = setup.config().changed(other);
        try {
            drops.follow(DropPolicy.of(other));
            Supplier<List<OutputCounts>> outputs = outputCounts;
            if (outputs != null && changed.contains("metrics.listen")) {
                MetricsServer before = server;
                server = served(other, outputs);
                if (before != null) {
                    before.close();
                }
            }
        } catch (Failure | ConfigException e) {
            notes.accept("stays as it was: " + Printable.line(e.getMessage()));
        }
    }

    private void watch(List<String> rules) {
        FileWatch watch = files;
        if (watch != null) {
            watch.watch(watched(rules));
        }
    }

    private List<Path> watched(List<String> rules) {
        List<Path> watched = new ArrayList<>();
        rules.forEach(file -> watched.add(Path.of(file)));
        if (setup.file() != null) {
            watched.add(setup.file());
        }
        return watched;
    }

    private Alert failed(String fault) {
        String first = fault.lines().findFirst().orElse("");
        String told = first.substring(0, Math.min(first.length(), LONGEST_FAULT));
        SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("fault", told);
        return new Alert(
                ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()),
                RELOAD_FAILED,
                Priority.ERROR,
                DropWatch.SOURCE,
                hostname,
                RELOAD_FAILED + ": the ones before are at work (" + told + ")",
                List.of(),
                fields);
    }

    /** Ends it, and tells how often events were lost. */
    void close() {
        if (manager != null) {
            manager.stopping();
            manager.close();
        }
        if (files != null) {
            files.close();
        }
        if (server != null) {
            server.close();
        }
        if (drops.occurrences() > 0) {
            notes.accept(
                    "event drop detected: "
                            + drops.occurrences()
                            + " occurrences, num times actions taken: "
                            + drops.actions());
        }
    }
}
