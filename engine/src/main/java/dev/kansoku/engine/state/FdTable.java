package dev.kansoku.engine.state;

import org.jspecify.annotations.Nullable;

/** The open fds of a process, by number. */
public final class FdTable {
    public @Nullable FdState get(long fd) {
        return null;
    }

    public int size() {
        return 0;
    }
}
