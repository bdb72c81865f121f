// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import dev.kansoku.engine.source.Losses;
import dev.kansoku.engine.state.StateLosses;
import java.io.PrintStream;
import java.util.Locale;

/**
 * How a run went.
 *
 * @param seen events that the source delivered
 * @param shown events that were printed or recorded
 * @param nanos how long it took
 * @param losses what the source lost
 * @param state what the state had no room for
 */
public record Summary(long seen, long shown, long nanos, Losses losses, StateLosses state) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Tells all where that was asked for, and what was lost unless nobody wants to hear of it. */
    public void tell(PrintStream notes, boolean all, boolean quiet) {
        if (all) {
            double seconds = nanos / NANOS_PER_SECOND;
            notes.printf(
                    Locale.ROOT,
                    "kansoku: %d events, %d shown, in %.3f s (%.0f events/s)%n",
                    seen,
                    shown,
                    seconds,
                    seen / Math.max(seconds, 1e-9));
        }
        if (all || (losses.isAny() && !quiet)) {
            for (String line : LossText.lines(losses)) {
                notes.println("kansoku: " + line);
            }
        }
        if (losses.shed().isAny() && !quiet) {
            notes.printf(
                    Locale.ROOT,
                    "kansoku: left out under pressure: %d payloads, %d reads and writes, %d"
                            + " others%n",
                    losses.shed().payloads(),
                    losses.shed().readsAndWrites(),
                    losses.shed().others());
        }
        if (all || (state.isAny() && !quiet)) {
            notes.printf(
                    Locale.ROOT,
                    "kansoku: state without room for: %d threads, %d fds, %d texts, %d containers,"
                            + " %d pods, %d users; unreadable: %d containers, %d pods; %d late"
                            + " events%n",
                    state.evictedThreads(),
                    state.refusedFds(),
                    state.refusedTexts(),
                    state.evictedContainers(),
                    state.evictedPods(),
                    state.refusedUsers(),
                    state.unreadContainers(),
                    state.unreadPods(),
                    state.lateEvents());
        }
    }
}
