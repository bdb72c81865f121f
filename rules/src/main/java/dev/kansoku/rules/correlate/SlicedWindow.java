// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import java.util.Arrays;

/**
 * Counts many matches by slices of time: 256 bytes, however many are waited for. The time that it
 * looks back is longer than asked for by at most one slice, a sixty-fourth of it.
 */
final class SlicedWindow implements Window {
    private static final int SLICES = 64;

    private final int wanted;
    private final long slice;
    private final int[] counts = new int[SLICES + 1];

    /** The number of the newest slice since the epoch. */
    private long newest = Long.MIN_VALUE;

    private long total;

    SlicedWindow(int wanted, long within) {
        this.wanted = wanted;
        this.slice = Math.max(1, within / SLICES);
    }

    @Override
    public boolean add(long now, long value) {
        long number = Math.floorDiv(now, slice);
        if (number > newest) {
            turn(number);
        }
        counts[place(newest)]++; // a late one counts as the newest
        if (++total >= wanted) {
            Arrays.fill(counts, 0);
            total = 0;
            return true;
        }
        return false;
    }

    private void turn(long number) {
        if (newest == Long.MIN_VALUE || number - newest > SLICES) {
            Arrays.fill(counts, 0);
            total = 0;
        } else {
            for (long gone = newest + 1; gone <= number; gone++) {
                total -= counts[place(gone)];
                counts[place(gone)] = 0;
            }
        }
        newest = number;
    }

    private static int place(long number) {
        return (int) Math.floorMod(number, SLICES + 1L);
    }
}
