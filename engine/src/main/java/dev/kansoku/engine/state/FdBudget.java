package dev.kansoku.engine.state;

/** Counts the fds of all tables together against their limit. */
final class FdBudget {
    private final int perTable;
    private final int all;
    private int used;
    private long refused;

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

    void clear() {
        used = 0;
    }

    long refused() {
        return refused;
    }
}
