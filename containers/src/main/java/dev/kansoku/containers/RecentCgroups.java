// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import dev.kansoku.engine.state.ContainerId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the cgroups of the processes met last say: the next process mostly is in the same,
 * and then costs no more than a comparison. Not thread-safe.
 */
final class RecentCgroups {
    /** A power of two. */
    private static final int PLACES = 64;

    /** Paths that differ do so at their end mostly. */
    private static final int TELLING_BYTES = 16;

    private final byte[][] texts = new byte[PLACES][];
    private final @Nullable ContainerId[] containers = new @Nullable ContainerId[PLACES];

    RecentCgroups() {
        Arrays.fill(texts, new byte[0]);
    }

    /** As {@link ContainerId#of} of the bytes between two places. */
    @Nullable ContainerId of(byte[] bytes, int from, int to) {
        int place = place(bytes, from, to);
        byte[] known = texts[place];
        if (!Arrays.equals(known, 0, known.length, bytes, from, to)) {
            known = Arrays.copyOfRange(bytes, from, to);
            texts[place] = known;
            containers[place] = ContainerId.of(known);
        }
        return containers[place];
    }

    private static int place(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = Math.max(from, to - TELLING_BYTES); i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        return (hash ^ hash >>> 16) & (PLACES - 1);
    }
}
