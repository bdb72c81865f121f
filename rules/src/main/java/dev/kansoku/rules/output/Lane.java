// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertForm;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One output's way from the alert to the receiver: a queue, a thread that sends, and where the
 * output has files to wait in, a thread that writes those.
 */
final class Lane {
    /** How long a send that was broken off may take to notice. */
    private static final long BREAK = TimeUnit.SECONDS.toNanos(1);

    /** After a disk took nothing it is tried again so much later. */
    private static final long DISK_PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** No receiver is obeyed that wants to be left alone for longer. */
    private static final long LONGEST_PAUSE = TimeUnit.HOURS.toNanos(1);

    private final AlertOutput output;
    private final Predicate<Alert> wanted;
    private final AlertQueue queue;
    private final Backlog backlog;
    private final Tally tally = new Tally();
    private final Consumer<String> notes;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
    private final boolean hasSpill;
    private final Thread sender;
    private final @Nullable Thread spiller;
    private long failingSince;
    private volatile @Nullable GoneException gone;

    /**
     * @param wanted which alerts the output gets
     * @param form what it gets of them
     * @param notes is told when the receiver goes away and comes back
     */
    Lane(
            AlertOutput output,
            Predicate<Alert> wanted,
            AlertForm form,
            OutputLimits limits,
            Consumer<String> notes)
            throws IOException {
        this.output = output;
        this.wanted = wanted;
        this.notes = line -> notes.accept(output.name() + ": " + line);
        queue = new AlertQueue(limits);
        Spill spill =
                limits.spill() == null ? null : Spill.open(limits.spill(), limits.spillBytes());
        hasSpill = spill != null;
        tally.recovered = spill == null ? 0 : spill.waiting();
        backlog = new Backlog(queue, alert -> message(alert, form), spill, tally, this.notes);
        sender = Thread.ofPlatform().daemon().name("kansoku-send").start(this::sendAll);
        spiller =
                hasSpill
                        ? Thread.ofPlatform().daemon().name("kansoku-spill").start(this::spillAll)
                        : null;
    }

    private static AlertMessage message(Alert alert, AlertForm form) {
        TextBuffer body = new TextBuffer();
        form.write(alert, body);
        return new AlertMessage(
                alert.nanos(),
                alert.priority(),
                alert.rule(),
                alert.source(),
                alert.hostname(),
                Arrays.copyOf(body.bytes(), body.length()));
    }

    /** Takes an alert, or counts it as dropped. */
    void put(Alert alert) {
        if (!wanted.test(alert)) {
            return;
        }
        tally.accepted.incrementAndGet();
        if (gone != null || !queue.offer(alert)) {
            tally.dropped.incrementAndGet();
        }
    }

    void reopen() {
        queue.reopen();
    }

    /** Why the receiver will never take anything more, or null. */
    @Nullable GoneException gone() {
        return gone;
    }

    OutputCounts counts() {
        return tally.counts(output, queue);
    }

    private void sendAll() {
        try {
            while (queue.awaitWork()) {
                reopenWhereAsked();
                if (!sendBatch(backlog.take())) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            tally.trouble = e.toString();
            notes.accept("sends nothing more, by a fault of Kansoku's own: " + e);
        }
    }

    private void reopenWhereAsked() {
        if (!queue.takeReopen()) {
            return;
        }
        try {
            output.reopen();
        } catch (IOException e) {
            notes.accept("cannot be opened anew: " + reason(e));
        }
    }

    /** Sends these, however long it takes; false where there is no time left for it. */
    private boolean sendBatch(List<AlertMessage> batch) throws InterruptedException {
        int from = 0;
        while (from < batch.size()) {
            try {
                int count = output.send(batch.subList(from, batch.size()));
                tally.sent.addAndGet(count);
                from += count;
                backlog.arrived(count);
                succeeded();
            } catch (RefusedAlertException e) {
                tally.refused.incrementAndGet();
                from++;
                backlog.arrived(1);
                refused(e);
            } catch (GoneException e) {
                gone = e;
                tally.trouble = reason(e);
                return false;
            } catch (IOException | RuntimeException e) {
                if (!awaitNextTry(e)) {
                    return false;
                }
                tally.retries.incrementAndGet();
                reopenWhereAsked();
            }
        }
        return true;
    }

    private void succeeded() {
        backoff.succeeded();
        if (queue.succeeds()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - failingSince);
            notes.accept("takes alerts again, after " + seconds + " s");
        }
    }

    private void refused(RefusedAlertException e) {
        tally.trouble = reason(e);
        if (tally.refused.get() == 1) {
            notes.accept("refuses an alert: " + reason(e));
        }
    }

    private boolean awaitNextTry(Exception e) throws InterruptedException {
        tally.trouble = reason(e);
        if (queue.fails()) {
            failingSince = System.nanoTime();
            notes.accept("takes no alerts, and they wait: " + reason(e));
        }
        long wait = backoff.failed();
        if (e instanceof LaterException later) {
            wait = Math.max(wait, Math.min(later.delay().toNanos(), LONGEST_PAUSE));
        }
        return queue.awaitNextTry(wait, hasSpill);
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private void spillAll() {
        try {
            long pause = 0;
            while (queue.awaitSpilling(pause)) {
                pause = backlog.spill() ? 0 : DISK_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes nothing more.
     *
     * @param until the time of {@link System#nanoTime} up to which is sent what waits
     */
    void beginClose(long until) {
        queue.close(until);
    }

    /** Waits until all is sent or the time is over, then ends whatever hangs. */
    void endClose(long until) {
        try {
            if (!sender.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
                sender.interrupt();
                close();
                sender.join(Duration.ofNanos(BREAK));
            }
            if (spiller != null) {
                spiller.join(Duration.ofNanos(BREAK));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backlog.end();
        close();
    }

    private void close() {
        try {
            output.close();
        } catch (IOException e) {
            notes.accept("does not end well: " + reason(e));
        }
    }
}
