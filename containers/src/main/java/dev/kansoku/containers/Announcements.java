// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be told in the stream. Anyone may announce; the one thread that reads events takes
 * them out. Bounded: what finds no room is dropped and counted.
 */
public final class Announcements {
    private static final int LIMIT = 64 << 20;

    private final ArrayDeque<Announcement> waiting = new ArrayDeque<>();
    private int weight;
    private long dropped;

    /** Spares the reader the lock while nothing waits. */
    private volatile boolean any;

    /** Puts something behind what waits already. */
    public synchronized void announce(Announcement announcement) {
        if (weight + announcement.weight() > LIMIT) {
            dropped++;
            return;
        }
        waiting.add(announcement);
        weight += announcement.weight();
        any = true;
    }

    boolean any() {
        return any;
    }

    /** What has waited longest, null where nothing does. */
    @Nullable Announcement take() {
        return any ? takeWaiting() : null;
    }

    private synchronized @Nullable Announcement takeWaiting() {
        Announcement first = waiting.poll();
        if (first != null) {
            weight -= first.weight();
        }
        any = !waiting.isEmpty();
        return first;
    }

    /** How many found no room. */
    public synchronized long dropped() {
        return dropped;
    }
}
