// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the enters of calls that go on, for their exits. Each lies in a buffer that goes back
 * when its call ends, so that threads between calls hold none, and making one is rare. Not
 * thread-safe.
 */
final class KeptEnters {
    private static final int SMALLEST_BITS = 6;

    /**
     * 64 KiB: an enter larger than this is not kept, and no call that the state follows has one.
     */
    private static final int LARGEST_BITS = 16;

    /** How many bytes of buffers of one size wait for their next use. */
    private static final int IDLE_BYTES = 1 << 16;

    private final TextBudget budget;
    private final byte[] @Nullable [] idle;
    private final int[] first = new int[LARGEST_BITS - SMALLEST_BITS + 1];
    private final int[] waiting = new int[LARGEST_BITS - SMALLEST_BITS + 1];

    KeptEnters(TextBudget budget) {
        this.budget = budget;
        int places = 0;
        for (int size = 0; size < first.length; size++) {
            first[size] = places;
            places += places(size);
        }
        idle = new byte[places][];
    }

    private static int places(int size) {
        return IDLE_BYTES >> size + SMALLEST_BITS;
    }

    private static int size(int bytes) {
        return Math.max(0, 32 - Integer.numberOfLeadingZeros(bytes - 1) - SMALLEST_BITS);
    }

    /** A copy of the enter, null where it is too large or there is no room. */
    byte @Nullable [] keep(Event enter) {
        int length = enter.length();
        int size = size(length);
        if (size >= first.length || !budget.take(1 << size + SMALLEST_BITS)) {
            return null;
        }
        byte[] buffer = null;
        if (waiting[size] > 0) {
            int place = first[size] + --waiting[size];
            buffer = idle[place];
            idle[place] = null;
        }
        if (buffer == null) {
            buffer = new byte[1 << size + SMALLEST_BITS];
        }
        System.arraycopy(enter.bytes(), enter.start(), buffer, 0, length);
        return buffer;
    }

    /** The call has ended, and nobody looks at its enter any more. */
    void release(byte @Nullable [] buffer) {
        if (buffer == null) {
            return;
        }
        budget.giveBack(buffer.length);
        int size = size(buffer.length);
        if (waiting[size] < places(size)) {
            idle[first[size] + waiting[size]++] = buffer;
        }
    }
}
