// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last threads that ended, for events that come late: a parent's exit of the clone, a child's,
 * or a call of the thread itself from another CPU. A table of fixed size in which a tid has one
 * place.
 */
final class RecentlyEnded {
    private static final int PLACES = 4096;

    private final @Nullable ThreadState[] threads = new ThreadState[PLACES];

    private static int place(long tid) {
        return (int) tid & PLACES - 1;
    }

    /** Takes a thread in, and returns the one that goes for it. */
    @Nullable ThreadState add(ThreadState thread) {
        int place = place(thread.tid);
        ThreadState before = threads[place];
        threads[place] = thread;
        return before == thread ? null : before;
    }

    @Nullable ThreadState get(long tid) {
        ThreadState thread = threads[place(tid)];
        return thread != null && thread.tid == tid ? thread : null;
    }

    void clear() {
        Arrays.fill(threads, null);
    }
}
