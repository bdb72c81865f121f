// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.rules.alert.Alert;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that one output has yet to send, in memory and on disk, in their order.
 *
 * <pre>
 *   in flight      the first ones, which the sender is sending
 *   disk           the next ones
 *   queue          the newest
 * </pre>
 *
 * <p>What moves from the queue to the disk moves behind what is in flight, which is written first:
 * so a receiver that does not come back, and a process that is killed meanwhile, lose neither
 * alerts nor their order. Thread-safe; waits for the disk.
 */
final class Backlog {
    private static final int BATCH = 256;

    private final AlertQueue queue;
    private final Function<Alert, AlertMessage> form;
    private final @Nullable Spill spill;
    private final Tally tally;
    private final Consumer<String> notes;

    private final ReentrantLock lock = new ReentrantLock();
    private List<AlertMessage> inFlight = List.of();
    private boolean inFlightIsOnDisk;
    private boolean ended;
    private boolean diskFails;

    Backlog(
            AlertQueue queue,
            Function<Alert, AlertMessage> form,
            @Nullable Spill spill,
            Tally tally,
            Consumer<String> notes) {
        this.queue = queue;
        this.form = form;
        this.spill = spill;
        this.tally = tally;
        this.notes = notes;
        count();
    }

    /** What the sender shall send now; empty where nothing waits. */
    List<AlertMessage> take() {
        lock.lock();
        try {
            if (ended) {
                return List.of();
            }
            List<AlertMessage> batch = spill == null ? List.of() : fromDisk(spill);
            inFlightIsOnDisk = spill != null && (!batch.isEmpty() || spill.waiting() > 0);
            inFlight = inFlightIsOnDisk ? batch : queue.poll(BATCH).stream().map(form).toList();
            count();
            return inFlight;
        } finally {
            lock.unlock();
        }
    }

    private List<AlertMessage> fromDisk(Spill from) {
        try {
            return from.first(BATCH);
        } catch (IOException e) {
            diskFails(e);
            return List.of();
        }
    }

    /** The first alerts in flight are done with. */
    void arrived(int count) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            inFlight = inFlight.subList(count, inFlight.size());
            if (inFlightIsOnDisk && spill != null) {
                spill.take(count);
            }
        } catch (IOException e) {
            diskFails(e);
        } finally {
            count();
            lock.unlock();
        }
    }

    /**
     * Moves to the disk what is in flight and what waits in memory.
     *
     * @return whether all of it is there
     */
    boolean spill() {
        lock.lock();
        try {
            return !ended && spill != null && spill(spill);
        } finally {
            lock.unlock();
        }
    }

    private boolean spill(Spill to) {
        try {
            while (!inFlightIsOnDisk && !inFlight.isEmpty()) {
                if (!flightIsWritten(to)) {
                    return false;
                }
            }
            for (List<Alert> one = queue.poll(1); !one.isEmpty(); one = queue.poll(1)) {
                boolean written = false;
                try {
                    written = to.append(form.apply(one.getFirst()));
                } finally {
                    if (!written) {
                        queue.putBack(one.getFirst());
                    }
                }
                if (!written) {
                    return false;
                }
                tally.everSpilled.incrementAndGet();
            }
            to.force();
            diskFails = false;
            return true;
        } catch (IOException e) {
            diskFails(e);
            return false;
        } finally {
            count();
        }
    }

    /** All of it or nothing: what lies on disk must be what is in flight. */
    private boolean flightIsWritten(Spill to) throws IOException {
        long before = to.waiting();
        if (before > 0) {
            throw new IllegalStateException("alerts in flight that came behind those on disk");
        }
        int written = 0;
        try {
            for (AlertMessage message : inFlight) {
                if (!to.append(message)) {
                    return false;
                }
                written++;
            }
            inFlightIsOnDisk = true;
            tally.everSpilled.addAndGet(written);
            return true;
        } finally {
            if (!inFlightIsOnDisk) {
                to.take(written);
            }
        }
    }

    private void diskFails(IOException e) {
        tally.trouble = "alerts that wait cannot be kept on disk: " + e.getMessage();
        if (!diskFails) {
            diskFails = true;
            notes.accept(tally.trouble);
        }
    }

    private void count() {
        tally.inFlight.set(inFlightIsOnDisk ? 0 : inFlight.size());
        if (spill != null) {
            tally.spilled.set(spill.waiting());
            tally.damagedBytes.set(spill.damaged());
            queue.diskHas(spill.waiting() > 0);
        }
    }

    /** Nothing more is sent: keeps on disk what can be, and counts the rest. */
    void end() {
        lock.lock();
        try {
            boolean kept = spill != null && spill(spill);
            ended = true;
            if (!kept) {
                int flying = inFlightIsOnDisk ? 0 : inFlight.size();
                tally.undelivered.addAndGet(flying + queue.poll(Integer.MAX_VALUE).size());
            }
            inFlight = List.of();
            count();
            if (spill != null) {
                spill.close();
            }
        } catch (IOException e) {
            diskFails(e);
        } finally {
            lock.unlock();
        }
    }
}
