// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.TextBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names and addresses that many fds have, once: each place remembers the last text that fell to it.
 * Takes what its places hold, at most {@link #LONGEST} bytes each, and a text that is met again
 * costs no memory. Not thread-safe.
 */
final class SharedTexts {
    /** Longer texts are rarely met twice. */
    static final int LONGEST = 256;

    private static final int MIX = 0x9e3779b1;

    private final byte[] @Nullable [] places;
    private final int shift;

    /**
     * A pool.
     *
     * @param places how many texts it remembers, a power of two
     */
    SharedTexts(int places) {
        this.places = new byte[places][];
        shift = Integer.numberOfLeadingZeros(places) + 1;
    }

    byte[] of(TextBuffer text) {
        return of(text.bytes(), 0, text.length());
    }

    /** The bytes from {@code from} on, to be changed by nobody. */
    byte[] of(byte[] bytes, int from, int length) {
        if (length == 0) {
            return Bytes.EMPTY;
        }
        int to = from + length;
        if (length > LONGEST) {
            return Arrays.copyOfRange(bytes, from, to);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash * MIX) >>> shift;
        byte[] known = places[place];
        if (known == null || !Arrays.equals(known, 0, known.length, bytes, from, to)) {
            known = Arrays.copyOfRange(bytes, from, to);
            places[place] = known;
        }
        return known;
    }

    void clear() {
        Arrays.fill(places, null);
    }
}
