// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import java.util.Arrays;

/**
 * Remembers when each different value was last seen, by a number of 64 bits for it: 16 bytes for
 * each that is waited for.
 */
final class DistinctWindow implements Window {
    private static final int FIRST = 4;

    private final int wanted;
    private final long within;
    private long[] values;
    private long[] times;
    private int size;

    DistinctWindow(int wanted, long within) {
        this.wanted = wanted;
        this.within = within;
        int room = Math.min(FIRST, wanted);
        values = new long[room];
        times = new long[room];
    }

    @Override
    public boolean add(long now, long value) {
        int kept = 0;
        boolean known = false;
        for (int i = 0; i < size; i++) {
            if (values[i] == value) {
                known = true;
                values[kept] = value;
                times[kept++] = Math.max(now, times[i]);
            } else if (now - times[i] <= within) {
                values[kept] = values[i];
                times[kept++] = times[i];
            }
        }
        size = kept;
        if (known) {
            return false;
        }
        if (size + 1 >= wanted) {
            size = 0;
            return true;
        }
        if (size == values.length) {
            int room = Math.min(size * 2, wanted);
            values = Arrays.copyOf(values, room);
            times = Arrays.copyOf(times, room);
        }
        values[size] = value;
        times[size++] = now;
        return false;
    }
}
