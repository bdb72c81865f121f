package dev.kansoku.engine.state;

/** The last threads that ended, and when: a ring of fixed size. */
final class RecentlyEnded {
    private static final int SIZE = 64;

    private final long[] tids = new long[SIZE];
    private final long[] timestamps = new long[SIZE];
    private int next;

    void add(long tid, long timestamp) {
        tids[next] = tid;
        timestamps[next] = timestamp;
        next = (next + 1) % SIZE;
    }

    /** Whether a thread of this tid ended at or after a moment. */
    boolean since(long tid, long timestamp) {
        for (int i = 0; i < SIZE; i++) {
            if (tids[i] == tid && timestamps[i] >= timestamp && timestamps[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
