// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import org.jspecify.annotations.Nullable;

/** What an event ends, kept until the next event, so that this one can still be shown with it. */
final class Deferred {
    private @Nullable ThreadState closer;
    private long closed;
    private @Nullable ThreadState ended;
    private boolean pending;

    void close(ThreadState thread, long fd) {
        closer = thread;
        closed = fd;
        pending = true;
    }

    void end(ThreadState thread) {
        ended = thread;
        pending = true;
    }

    boolean isPending() {
        return pending;
    }

    void settle(ThreadTable threads) {
        if (closer != null) {
            closer.fds().remove(closed);
            closer = null;
        }
        if (ended != null) {
            if (threads.has(ended)) {
                threads.remove(ended);
            }
            ended = null;
        }
        pending = false;
    }

    void clear() {
        closer = null;
        ended = null;
        pending = false;
    }
}
