// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads of a process. The main thread stays as long as others live, even when it is dead. */
final class ThreadGroup {
    final long pid;
    final List<ThreadState> members = new ArrayList<>(1);
    @Nullable ThreadState leader;
    int living;

    /** Whether orphans among its descendants become its children. */
    boolean reaper;

    ThreadGroup(long pid) {
        this.pid = pid;
    }

    void add(ThreadState thread) {
        thread.memberIndex = members.size();
        members.add(thread);
        living++;
        if (thread.isMain()) {
            leader = thread;
        }
    }

    void remove(ThreadState thread) {
        int at = thread.memberIndex;
        if (at < members.size() && members.get(at) == thread) {
            ThreadState last = members.removeLast();
            if (last != thread) {
                members.set(at, last);
                last.memberIndex = at;
            }
        }
        if (leader == thread) {
            leader = null;
        }
    }

    /** A living member other than {@code but}. */
    @Nullable ThreadState living(@Nullable ThreadState but) {
        for (ThreadState member : members) {
            if (member != but && !member.dead) {
                return member;
            }
        }
        return null;
    }
}
