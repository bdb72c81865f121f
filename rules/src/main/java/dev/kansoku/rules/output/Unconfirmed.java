// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The alerts that were last written to a stream whose other end says nothing. What was written
 * shortly before the other end went away has perhaps not been read: it is written again to the next
 * one. Belongs to one thread.
 */
final class Unconfirmed {
    /** How long before its end a receiver may have left something unread. */
    private static final long DOUBT = TimeUnit.SECONDS.toNanos(2);

    private static final int MOST = 4096;

    private record Written(long time, AlertMessage message) {}

    private final ArrayDeque<Written> written = new ArrayDeque<>();

    void wrote(List<AlertMessage> messages) {
        long now = System.nanoTime();
        while (!written.isEmpty()
                && (now - written.getFirst().time() > 2 * DOUBT || written.size() > MOST)) {
            written.removeFirst();
        }
        for (AlertMessage message : messages) {
            written.add(new Written(now, message));
        }
    }

    /**
     * What the other end may not have read, oldest first; forgotten here.
     *
     * @param end the time of {@link System#nanoTime} when it went away
     */
    List<AlertMessage> doubtful(long end) {
        List<AlertMessage> messages = new ArrayList<>();
        for (Written one : written) {
            if (end - one.time() < DOUBT) {
                messages.add(one.message());
            }
        }
        written.clear();
        return messages;
    }
}
