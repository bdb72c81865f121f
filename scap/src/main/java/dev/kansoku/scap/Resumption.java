// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A capture that is read from a place inside of it, as if all before had been read.
 *
 * @param state what is known there, to be read before the events; null where the events begin with
 *     it
 * @param events the capture from there on
 * @param first when the capture's first event happened that counts
 * @param previous when the event before the place did
 * @param before how many events, by their numbers, come before the place
 */
public record Resumption(
        @Nullable ScapReader state, ScapReader events, long first, long previous, long before)
        implements Closeable {
    /** The same of several captures that are read as one, of which this one is not the first. */
    public Resumption withFirst(long firstOfAll) {
        return new Resumption(state, events, firstOfAll, previous, before);
    }

    @Override
    public void close() throws IOException {
        try (events) {
            if (state != null) {
                state.close();
            }
        }
    }
}
