// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

/**
 * How many events each control group may make; what is beyond is held back and counted. Events that
 * tell of processes, fds and rights are neither held back nor counted. Immutable.
 *
 * @param rate events a second, 1 to {@link #MOST}
 * @param burst how many may come at once after a quiet time, 1 to {@link #MOST}
 */
public record CgroupLimit(long rate, long burst) {
    /** The largest rate and burst. */
    public static final long MOST = 10_000_000;

    public CgroupLimit {
        if (rate < 1 || rate > MOST || burst < 1 || burst > MOST) {
            throw new IllegalArgumentException(
                    rate + "/" + burst + ": rate and burst are 1 to " + MOST);
        }
    }

    /** The same, as the command line takes it. */
    @Override
    public String toString() {
        return rate + "/" + burst;
    }
}
