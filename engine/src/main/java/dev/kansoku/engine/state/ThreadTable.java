package dev.kansoku.engine.state;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The living threads, by tid, with the processes they form and who started whom.
 *
 * <p>Where the table is full, the thread that a slowly turning hand points to makes room. Walks
 * along ancestors end after {@link #LONGEST_WALK} steps, whatever the events said.
 */
public final class ThreadTable {
    static final int LONGEST_WALK = 512;

    private final LongMap<ThreadState> threads = new LongMap<>(1024);
    private final LongMap<ThreadGroup> groups = new LongMap<>(512);
    private final FdBudget budget;
    private final int limit;
    private @Nullable ThreadState latest;
    private int hand;
    private long evicted;

    ThreadTable(StateLimits limits, FdBudget budget) {
        this.limit = limits.threads();
        this.budget = budget;
    }

    public @Nullable ThreadState get(long tid) {
        ThreadState last = latest;
        if (last != null && last.tid == tid) {
            return last;
        }
        ThreadState found = threads.get(tid);
        if (found != null) {
            latest = found;
        }
        return found;
    }

    /**
     * The thread that leads the process of {@code thread}: itself for a main thread, null where
     * unknown.
     */
    public @Nullable ThreadState leader(ThreadState thread) {
        return thread.main();
    }

    /** The thread that started the process of {@code thread}, or null where unknown. */
    public @Nullable ThreadState parent(ThreadState thread) {
        return threads.get(thread.ppid);
    }

    public int size() {
        return threads.size();
    }

    /** Hands over every thread, in no order; the table must not change meanwhile. */
    public void forEach(Consumer<? super ThreadState> action) {
        threads.forEach(action);
    }

    long evicted() {
        return evicted;
    }

    FdBudget budget() {
        return budget;
    }

    void clear() {
        threads.clear();
        groups.clear();
        budget.clear();
        latest = null;
    }

    /** The thread, or a new placeholder for one that nobody introduced. */
    ThreadState getOrPlaceholder(long tid) {
        ThreadState known = get(tid);
        if (known != null) {
            return known;
        }
        ThreadState thread = new ThreadState(tid, new FdTable(budget));
        thread.placeholder = true;
        thread.comm = Bytes.NOT_AVAILABLE;
        thread.exe = Bytes.NOT_AVAILABLE;
        put(thread);
        return thread;
    }

    /** Puts a thread in without looking at process and parent; one of the same tid goes first. */
    void put(ThreadState thread) {
        ThreadState before = threads.get(thread.tid);
        if (before != null) {
            remove(before);
            if (threads.remove(thread.tid) != null) {
                unlink(before);
            }
        }
        if (threads.size() >= limit) {
            evict();
        }
        threads.put(thread.tid, thread);
        latest = thread;
    }

    /** Puts a thread in and finds its process and its parent. */
    void introduce(ThreadState thread) {
        put(thread);
        connect(thread);
    }

    /** Finds a thread's process and its parent, unless it has them or too little is known. */
    void connect(ThreadState thread) {
        if (thread.group != null || thread.isInvalid()) {
            return;
        }
        ThreadGroup group = groups.get(thread.pid);
        if (group == null) {
            group = new ThreadGroup(thread.pid);
            group.reaper = thread.pid == 1 || thread.vpid == 1;
            groups.put(thread.pid, group);
        }
        group.add(thread);
        thread.group = group;
        thread.placeholder = false;
        if (thread.pid == 1) {
            return;
        }
        ThreadState parent = threads.get(thread.ppid);
        if (parent == null || parent.isInvalid() || parent == thread) {
            thread.ppid = 0;
        } else {
            parent.addChild(thread);
        }
    }

    /** A thread has ended; it is still there for who looks at its last event. */
    void die(ThreadState thread) {
        if (!thread.dead) {
            thread.dead = true;
            if (thread.group != null) {
                thread.group.living--;
            }
        }
    }

    /** A main thread that ended lives again: another thread of its process executed a program. */
    void revive(ThreadState thread) {
        if (thread.dead) {
            thread.dead = false;
            if (thread.group != null) {
                thread.group.living++;
            }
        }
    }

    /**
     * Takes a thread out. A main thread stays while others of its process live, and goes with the
     * last of them.
     */
    void remove(ThreadState thread) {
        ThreadGroup group = thread.group;
        if (group == null) {
            unlink(thread);
            return;
        }
        die(thread);
        if (thread.firstChild != null) {
            giveAwayChildren(thread);
        }
        ThreadState leader = group.leader;
        if (group.living <= 0) {
            groups.remove(group.pid);
            if (leader != null) {
                unlink(leader);
            }
        }
        if (thread != leader) {
            unlink(thread);
        }
    }

    private void unlink(ThreadState thread) {
        while (thread.firstChild != null) {
            ThreadState child = thread.firstChild;
            child.leaveParent();
            child.ppid = 0;
        }
        thread.leaveParent();
        if (thread.group != null) {
            thread.group.remove(thread);
        }
        if (threads.get(thread.tid) == thread) {
            threads.remove(thread.tid);
        }
        thread.ownFds.leave();
        if (latest == thread) {
            latest = null;
        }
    }

    private void giveAwayChildren(ThreadState thread) {
        ThreadState reaper = thread.reaperTid > 0 ? threads.get(thread.reaperTid) : null;
        if (reaper == null || reaper.isInvalid() || reaper == thread) {
            reaper = nextReaper(thread);
        }
        if (reaper != null && reaper.group != null && reaper.pid != thread.pid) {
            reaper.group.reaper = true;
        }
        while (thread.firstChild != null) {
            ThreadState child = thread.firstChild;
            if (reaper == null || reaper == child) {
                child.leaveParent();
                child.ppid = 0;
            } else {
                reaper.addChild(child);
            }
        }
    }

    /** As the kernel does: another thread of the process, else the nearest reaping ancestor. */
    private @Nullable ThreadState nextReaper(ThreadState thread) {
        if (thread.group != null) {
            ThreadState sibling = thread.group.living(thread);
            if (sibling != null) {
                return sibling;
            }
        }
        ThreadState ancestor = threads.get(thread.ppid);
        for (int i = 0; i < LONGEST_WALK && ancestor != null && ancestor != thread; i++) {
            if (ancestor.isInPidNamespace() != thread.isInPidNamespace()) {
                return null;
            }
            if (ancestor.group != null && ancestor.group.reaper) {
                ThreadState living = ancestor.group.living(thread);
                if (living != null) {
                    return living;
                }
            }
            ancestor = threads.get(ancestor.ppid);
        }
        return null;
    }

    private void evict() {
        int places = threads.places();
        for (int i = 0; i < places; i++) {
            hand = (hand + 1) & (places - 1);
            ThreadState thread = threads.at(hand);
            if (thread != null) {
                evicted++;
                die(thread);
                unlink(thread);
                if (thread.group != null && thread.group.members.isEmpty()) {
                    groups.remove(thread.group.pid);
                }
                return;
            }
        }
    }
}
