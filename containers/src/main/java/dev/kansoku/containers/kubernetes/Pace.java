// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How fast the API is asked.
 *
 * @param first how long to wait after a first failure
 * @param longest how long to wait at most after one of many failures in a row
 * @param answer how long the answer to a list or a single question may take
 * @param watch how long a watch lasts before it is asked for anew
 * @param fresh how long an answer about what made a pod is good for
 * @param freshFailure how long not having got one is
 */
record Pace(
        Duration first,
        Duration longest,
        Duration answer,
        Duration watch,
        Duration fresh,
        Duration freshFailure) {
    static final Pace DEFAULT =
            new Pace(
                    Duration.ofMillis(500),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofMinutes(2));

    /**
     * The pause after so many failures in a row, in milliseconds: doubled each time, and spread.
     */
    long pauseMillis(int failures) {
        long most = first.toMillis() << Math.min(Math.max(0, failures - 1), 20);
        return spread(Math.min(most, longest.toMillis()));
    }

    /** Between half of it and all of it, so that the nodes of a cluster do not ask together. */
    static long spread(long millis) {
        return millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    }
}
