// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

/** Remembers when each of the last matches happened: eight bytes for each that is waited for. */
final class ExactWindow implements Window {
    private static final int FIRST = 4;

    private final int wanted;
    private final long within;
    private long[] times;

    /** Of the oldest that is remembered. */
    private int start;

    private int size;

    ExactWindow(int wanted, long within) {
        this.wanted = wanted;
        this.within = within;
        this.times = new long[Math.min(FIRST, wanted)];
    }

    @Override
    public boolean add(long now, long value) {
        while (size > 0 && now - times[start] > within) {
            start = (start + 1) % times.length;
            size--;
        }
        if (size + 1 >= wanted) {
            size = 0;
            return true;
        }
        if (size == times.length) {
            long[] larger = new long[Math.min(times.length * 2, wanted)];
            for (int i = 0; i < size; i++) {
                larger[i] = times[(start + i) % times.length];
            }
            times = larger;
            start = 0;
        }
        times[(start + size++) % times.length] = now;
        return false;
    }
}
