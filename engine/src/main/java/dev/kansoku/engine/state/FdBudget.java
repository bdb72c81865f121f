// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/** Counts the fds of all tables together against their limit, and numbers what they open. */
final class FdBudget {
    private final int perTable;
    private final int all;
    private int used;
    private long refused;
    private long streams;

    FdBudget(StateLimits limits) {
        perTable = limits.fdsPerProcess();
        all = limits.fds();
    }

    /** Whether a table of {@code size} fds may have {@code more}; if so they are counted. */
    boolean take(int size, int more) {
        if (size + more > perTable || used + more > all) {
            refused += more;
            return false;
        }
        used += more;
        return true;
    }

    void giveBack(int count) {
        used -= count;
    }

    /** The number of one more open file or connection. */
    long nextStream() {
        return ++streams;
    }

    void clear() {
        used = 0;
        streams = 0;
    }

    long refused() {
        return refused;
    }
}
