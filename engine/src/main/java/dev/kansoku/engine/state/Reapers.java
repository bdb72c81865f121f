// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * Who takes the children of a thread that ends, as the kernel decides it: another thread of its
 * process, else the nearest ancestor of the same pid namespace that asked for it, else the first
 * process of the pid namespace. What the kernel itself said of it wins.
 */
final class Reapers {
    private final ThreadTable threads;

    /** The first process of each pid namespace but the outermost, by when it started. */
    private final LongMap<ThreadState> inits = new LongMap<>(16);

    Reapers(ThreadTable threads) {
        this.threads = threads;
    }

    void clear() {
        inits.clear();
    }

    void add(ThreadState thread) {
        if (isInit(thread)) {
            inits.put(thread.pidnsStart, thread);
        }
    }

    void remove(ThreadState thread) {
        if (isInit(thread) && inits.get(thread.pidnsStart) == thread) {
            inits.remove(thread.pidnsStart);
        }
    }

    private static boolean isInit(ThreadState thread) {
        return thread.vpid == 1 && thread.pid != 1 && thread.isMain() && thread.pidnsStart != 0;
    }

    /** Gives the children of a thread that ends to the one that is returned. */
    @Nullable ThreadState giveAwayChildren(ThreadState thread) {
        boolean isNamed = thread.reaperTid > 0 && thread.reaperTid != thread.tid;
        ThreadState reaper = isNamed ? named(thread) : next(thread);
        while (thread.firstChild != null) {
            ThreadState child = thread.firstChild;
            if (reaper == null || reaper == child) {
                child.leaveParent();
                child.ppid = Math.max(0, thread.reaperTid);
            } else {
                reaper.addChild(child);
            }
        }
        return reaper;
    }

    /** The one that the kernel named, null where it is not known. */
    private @Nullable ThreadState named(ThreadState thread) {
        ThreadState reaper = threads.get(thread.reaperTid);
        if (reaper == null || reaper.isInvalid()) {
            return null;
        }
        if (reaper.group != null && reaper.pid != thread.pid) {
            reaper.group.reaper = true;
        }
        return reaper;
    }

    private @Nullable ThreadState next(ThreadState thread) {
        if (thread.group != null) {
            ThreadState sibling = thread.group.living(thread);
            if (sibling != null) {
                return sibling;
            }
        }
        ThreadState ancestor = thread.parent;
        for (int i = 0; i < ThreadTable.LONGEST_WALK && ancestor != null; i++) {
            if (ancestor == thread || !isSameNamespace(ancestor, thread)) {
                break;
            }
            if (ancestor.group != null && (ancestor.group.reaper || ancestor.vpid == 1)) {
                ThreadState living = ancestor.group.living(thread);
                if (living != null) {
                    return living;
                }
            }
            ancestor = ancestor.parent;
        }
        ThreadState init = isInner(thread) ? inits.get(thread.pidnsStart) : threads.get(1);
        return init == null || init.pid == thread.pid || init.dead ? null : init;
    }

    private static boolean isSameNamespace(ThreadState one, ThreadState other) {
        return isInner(one) == isInner(other)
                && (!isInner(one) || one.pidnsStart == other.pidnsStart);
    }

    private static boolean isInner(ThreadState thread) {
        return thread.vtid >= 0 && thread.isInPidNamespace();
    }
}
