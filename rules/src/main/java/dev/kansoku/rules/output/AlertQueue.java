// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.rules.alert.Alert;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Alerts that wait in memory for one output, and the place where its threads wait for each other.
 * Its lock is never held while anything is read or written. Thread-safe.
 */
final class AlertQueue {
    /** How long a replay waits for an output that fails all the while. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final OutputLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition spills = lock.newCondition();
    private final ArrayDeque<Alert> waiting = new ArrayDeque<>();
    private long weight;
    private boolean diskHasMore;
    private boolean reopens;
    private boolean failing;
    private boolean rescue;
    private boolean unheard;
    private boolean closing;
    private long deadline;

    AlertQueue(OutputLimits limits) {
        this.limits = limits;
    }

    /** Takes an alert; false where there is no room for it. */
    boolean offer(Alert alert) {
        long size = weightOf(alert);
        lock.lock();
        try {
            if (limits.patience() == Patience.WAITS && !hasRoom(size)) {
                awaitRoom(size);
            }
            if (!hasRoom(size)) {
                return false;
            }
            waiting.add(alert);
            weight += size;
            work.signal();
            if (failing || isHalfFull()) {
                spills.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(long size) {
        return !closing
                && waiting.size() < limits.alerts()
                && (waiting.isEmpty() || weight + size <= limits.bytes());
    }

    private boolean isHalfFull() {
        return waiting.size() > limits.alerts() / 2 || weight > limits.bytes() / 2;
    }

    private void awaitRoom(long size) {
        long begin = System.nanoTime();
        try {
            while (!hasRoom(size) && !closing && !unheard) {
                room.awaitNanos(PATIENCE);
                unheard = failing && System.nanoTime() - begin >= PATIENCE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** About the bytes that an alert keeps in memory. */
    private static long weightOf(Alert alert) {
        long weight = 256 + 2L * alert.output().length();
        for (Object value : alert.fields().values()) {
            weight += 64 + (value instanceof String text ? 2L * text.length() : 0);
        }
        return weight;
    }

    /** Takes the first alerts out. */
    List<Alert> poll(int most) {
        List<Alert> alerts = new ArrayList<>();
        lock.lock();
        try {
            while (alerts.size() < most && !waiting.isEmpty()) {
                Alert alert = waiting.remove();
                weight -= weightOf(alert);
                alerts.add(alert);
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
        return alerts;
    }

    /** Puts an alert back that has just been taken out. */
    void putBack(Alert alert) {
        lock.lock();
        try {
            waiting.addFirst(alert);
            weight += weightOf(alert);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Says whether alerts wait on disk, which the sender takes before those here. */
    void diskHas(boolean more) {
        lock.lock();
        try {
            diskHasMore = more;
            if (more) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The sender waits for something to do; false when there will be nothing. */
    boolean awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !diskHasMore && !reopens && !closing) {
                work.await();
            }
            return !closing || ((!waiting.isEmpty() || diskHasMore) && timeIsLeft());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The sender waits before it tries again.
     *
     * @param hasSpill whether what is not sent is kept anyway: then nothing is tried again at the
     *     end
     * @return false where it shall try no more
     */
    boolean awaitNextTry(long nanos, boolean hasSpill) throws InterruptedException {
        lock.lock();
        try {
            long end = System.nanoTime() + nanos;
            while (!reopens && end - System.nanoTime() > 0) {
                if (closing && (hasSpill || !timeIsLeft())) {
                    return false;
                }
                long left = end - System.nanoTime();
                work.awaitNanos(closing ? Math.min(left, deadline - System.nanoTime()) : left);
            }
            return !closing || (!hasSpill && timeIsLeft());
        } finally {
            lock.unlock();
        }
    }

    private boolean timeIsLeft() {
        return deadline - System.nanoTime() > 0;
    }

    /** The receiver is away; true where it was there before. */
    boolean fails() {
        lock.lock();
        try {
            boolean first = !failing;
            failing = true;
            if (first) {
                rescue = true;
                spills.signal();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** The receiver is there; true where it was away before. */
    boolean succeeds() {
        lock.lock();
        try {
            boolean again = failing;
            failing = false;
            unheard = false;
            return again;
        } finally {
            lock.unlock();
        }
    }

    boolean failing() {
        lock.lock();
        try {
            return failing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The spiller waits until something shall be on disk; false when that is over.
     *
     * @param after nanoseconds that it waits in any case
     */
    boolean awaitSpilling(long after) throws InterruptedException {
        lock.lock();
        try {
            long end = System.nanoTime() + after;
            while (!closing && end - System.nanoTime() > 0) {
                spills.awaitNanos(end - System.nanoTime());
            }
            while (!closing && !rescue && !(failing ? !waiting.isEmpty() : isHalfFull())) {
                spills.await();
            }
            rescue = false;
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    void reopen() {
        lock.lock();
        try {
            reopens = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the output shall be opened anew, said once. */
    boolean takeReopen() {
        lock.lock();
        try {
            boolean asked = reopens;
            reopens = false;
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes nothing more.
     *
     * @param until the time of {@link System#nanoTime} up to which is sent what waits
     */
    void close(long until) {
        lock.lock();
        try {
            closing = true;
            deadline = until;
            work.signalAll();
            room.signalAll();
            spills.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
