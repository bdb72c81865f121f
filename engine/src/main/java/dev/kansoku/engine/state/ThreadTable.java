package dev.kansoku.engine.state;

import org.jspecify.annotations.Nullable;

/** The living threads, by tid. */
public final class ThreadTable {
    public @Nullable ThreadState get(long tid) {
        return null;
    }

    /**
     * The thread that leads the process of {@code thread}: itself for a main thread, null where
     * unknown.
     */
    public @Nullable ThreadState leader(ThreadState thread) {
        return null;
    }

    /** The parent process's leader, or null where unknown. */
    public @Nullable ThreadState parent(ThreadState thread) {
        return null;
    }

    public int size() {
        return 0;
    }
}
