// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.ToldThread;

/** Threads that a capture tells of in its middle, or more of than its start tables could. */
final class ToldThreads {
    private static final MergedParameter DATA = MergedParameter.named("data");

    private final ThreadTable threads;
    private final StartTables start;
    private final ToldThread told = new ToldThread();

    ToldThreads(ThreadTable threads, StartTables start) {
        this.threads = threads;
        this.start = start;
    }

    void told(Moment moment) {
        Event event = moment.event();
        int data = DATA.index(event);
        if (!event.has(data)
                || !told.read(event.tid(), event.bytes(), event.offset(data), event.length(data))) {
            return;
        }
        ThreadState known = threads.get(event.tid());
        if (known != null && !known.placeholder && known.pid == told.entry.pid) {
            threads.texts().release(known);
            known.textsReleased = false;
            ThreadState parent = known.parent;
            fill(known);
            known.toldAt = event.timestamp();
            if (parent != null && parent.tid != told.entry.ptid) {
                parent = threads.get(told.entry.ptid);
                if (parent != null && parent != known) {
                    parent.addChild(known);
                } else {
                    known.leaveParent();
                }
            }
            end(known, event.timestamp());
            return;
        }
        ThreadState thread = new ThreadState(event.tid(), new FdTable(threads.budget()));
        fill(thread);
        thread.toldAt = event.timestamp();
        threads.introduce(thread);
        end(thread, event.timestamp());
    }

    private void end(ThreadState thread, long timestamp) {
        if ((told.marks & ToldThread.DEAD) != 0) {
            threads.die(thread, timestamp);
        }
    }

    private void fill(ThreadState thread) {
        start.fill(thread, told.entry);
        if (thread.isMain() && told.entry.cwd.length == 0) {
            threads.texts().words.release(thread.cwd);
            thread.cwd = KeptText.EMPTY; // not known, and not the root directory
        }
        thread.creator = told.creator;
        thread.notBefore = told.notBefore;
        thread.lastExec = told.lastExec;
        thread.told =
                ThreadState.BY_TABLES | told.marks & (ThreadState.BY_PARENT | ThreadState.BY_CHILD);
    }
}
