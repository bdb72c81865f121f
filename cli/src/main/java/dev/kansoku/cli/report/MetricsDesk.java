// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.report;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Interruption;
import dev.kansoku.cli.console.JsonObject;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.request.Layout;
import dev.kansoku.cli.request.MetricsRequest;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.report.EventMetrics;
import dev.kansoku.report.EventMetrics.Series;
import dev.kansoku.report.MetricsServer;
import dev.kansoku.report.MetricsText;
import dev.kansoku.report.ReportSetting;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The metrics of a run: counts them, answers scrapes of them, and writes them down. */
public final class MetricsDesk implements Sink {
    /** Losses are looked at behind so many events. */
    private static final int EVENTS_PER_LOOK = 4096;

    private final MetricsRequest request;
    private final boolean json;
    private final EventMetrics metrics;

    private @Nullable EventSource source;
    private @Nullable Output output;
    private @Nullable MetricsServer server;
    private volatile Map<String, Long> lost = Map.of();
    private long nextRound;
    private int events;

    private MetricsDesk(MetricsRequest request, boolean json, EventMetrics metrics) {
        this.request = request;
        this.json = json;
        this.metrics = metrics;
    }

    /** Makes what is asked for; null where no metrics are. */
    public static @Nullable MetricsDesk of(
            Selection selection,
            FieldCatalogue<EventContext> text,
            FieldCatalogue<EventContext> typed,
            boolean live)
            throws Failure {
        MetricsRequest request = selection.metrics();
        if (request == null) {
            return null;
        }
        try {
            ReportSetting setting =
                    new ReportSetting(
                            options -> options.typedTimes() ? typed : text,
                            ReportSetting.Form.TEXT,
                            false,
                            live);
            return new MetricsDesk(
                    request,
                    selection.layout() instanceof Layout.Json,
                    new EventMetrics(request.by(), request.series(), setting));
        } catch (FilterException e) {
            throw new Failure(ExitStatus.USAGE, "--by: " + e.report());
        }
    }

    /**
     * Begins to answer scrapes, while the port can still be had.
     *
     * @param notes is told where
     */
    public void open(EventSource from, Output to, Consumer<String> notes) throws Failure {
        source = from;
        output = to;
        if (request.address() == null) {
            return;
        }
        try {
            server = MetricsServer.start(request.address(), () -> MetricsText.of(metrics, lost));
            notes.accept(
                    "metrics at http://"
                            + server.address().getAddress().getHostAddress()
                            + ":"
                            + server.address().getPort()
                            + "/metrics");
        } catch (IOException e) {
            throw new Failure(
                    ExitStatus.FAILURE,
                    "no metrics at " + request.address() + ": " + Printable.line(e.getMessage()));
        }
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        long time = context.event().timestamp();
        if (request.every() > 0 && time >= nextRound) {
            if (nextRound > 0) {
                lines(nextRound);
            }
            nextRound = time - Math.floorMod(time, request.every()) + request.every();
        }
        metrics.count(context);
        if (++events % EVENTS_PER_LOOK == 0) {
            look();
        }
        return true;
    }

    @Override
    public void idle() throws IOException {
        look();
        if (output != null) {
            output.flush();
        }
    }

    private void look() {
        if (source == null) {
            return;
        }
        Losses losses = source.losses();
        Map<String, Long> now = new LinkedHashMap<>();
        now.put("full buffer", losses.droppedFull());
        now.put("too large", losses.droppedOversize());
        now.put("nested", losses.droppedNested());
        now.put("throttled", losses.droppedThrottled());
        now.put("unknown type", losses.unknownTypes());
        now.put("damaged block", losses.skippedBlocks());
        lost = now;
    }

    /**
     * Ends: writes down what was counted where that is asked for, else answers on until it is told
     * to stop.
     *
     * @param live whether the source went on until somebody had enough
     */
    public void end(boolean live, long time, Interruption interruption) throws OutputException {
        look();
        if (json) {
            lines(time);
        } else if (server == null) {
            text();
        } else if (!live && !interruption.happened()) {
            await(interruption);
        }
        if (server != null) {
            server.close();
        }
    }

    private static void await(Interruption interruption) {
        CountDownLatch enough = new CountDownLatch(1);
        interruption.onInterrupt(enough::countDown);
        try {
            enough.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void text() throws OutputException {
        try {
            write(MetricsServer.text(MetricsText.of(metrics, lost)));
        } catch (OutputException e) {
            throw e;
        } catch (IOException e) {
            throw new OutputException("metrics", e);
        }
    }

    private void lines(long time) throws OutputException {
        StringBuilder lines = new StringBuilder();
        for (Series series : metrics.series()) {
            JsonObject line = new JsonObject().put("time", time);
            List<String> values = series.values();
            for (int i = 0; i < values.size(); i++) {
                line.put(metrics.fields().get(i), values.get(i));
            }
            lines.append(
                            line.put("events", series.events())
                                    .put("errors", series.errors())
                                    .put("calls_timed", series.timed())
                                    .put("nanoseconds", series.nanos()))
                    .append('\n');
        }
        write(lines.toString());
    }

    private void write(String text) throws OutputException {
        if (output != null) {
            output.buffer().put(text);
            output.flush();
        }
    }
}
