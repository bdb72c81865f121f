// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The living threads, by tid, with the processes they form and who started whom.
 *
 * <p>A tid alone does not tell who is meant, since the kernel uses it again: what starts is told
 * apart by when it started, an event that is older than the thread of its tid is of nobody, and
 * parents and children are linked as what they are and not as numbers.
 *
 * <p>Where the table is full, the thread among a few that has been quiet for longest makes room.
 * Walks along ancestors end after {@link #LONGEST_WALK} steps, whatever the events said.
 */
public final class ThreadTable {
    static final int LONGEST_WALK = 512;

    /**
     * No event is later than this: what seems to be older still is of a clock that was set back.
     */
    private static final long LATEST_NANOS = 2_000_000_000L;

    /** Between the end of a thread that is told and its children's new parent lies at most this. */
    private static final long GIVING_AWAY_NANOS = 10_000_000L;

    /** How many threads are looked at for one that makes room. */
    private static final int CANDIDATES = 16;

    private final LongMap<ThreadState> threads = new LongMap<>(1024);
    private final LongMap<ThreadGroup> groups = new LongMap<>(512);
    private final RecentlyEnded recentlyEnded = new RecentlyEnded();
    private final Reapers reapers = new Reapers(this);
    private final FdBudget budget;
    private final Texts texts;
    private final int limit;
    private @Nullable ThreadState latest;
    private int hand;
    private long evicted;
    private long late;
    private int changes;

    /** Something is told of a process, or of what several of them share. */
    void changed() {
        changes++;
    }

    /** Another number where anything about processes may be another. */
    int changes() {
        return changes;
    }

    ThreadTable(StateLimits limits, FdBudget budget) {
        this.limit = limits.threads();
        this.budget = budget;
        this.texts = new Texts(limits);
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
        ThreadState parent = thread.parent;
        return parent == null || parent.placeholder ? null : parent;
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

    /** Events that came when their thread was gone, and another in its place. */
    long late() {
        return late;
    }

    FdBudget budget() {
        return budget;
    }

    Texts texts() {
        return texts;
    }

    void clear() {
        changes++;
        threads.clear();
        groups.clear();
        recentlyEnded.clear();
        reapers.clear();
        budget.clear();
        texts.clear();
        latest = null;
    }

    /** The thread that an event of this time is of; null where it is not known. */
    @Nullable ThreadState at(long tid, long timestamp) {
        ThreadState thread = get(tid);
        return thread == null || thread.isAt(timestamp) || !isLate(thread, timestamp)
                ? thread
                : null;
    }

    /**
     * The thread that an event of this time is of, or a new placeholder for one that nobody
     * introduced; null where that thread has ended already.
     */
    @Nullable ThreadState atOrNew(long tid, long timestamp) {
        ThreadState thread = get(tid);
        if (thread != null) {
            return thread.isAt(timestamp) || !isLate(thread, timestamp) ? thread : null;
        }
        return isOver(tid, timestamp) ? null : placeholder(tid);
    }

    /** Whether an event of a tid that is not there is of a thread that has ended since. */
    boolean isOver(long tid, long timestamp) {
        ThreadState before = recentlyEnded.get(tid);
        boolean over =
                before != null
                        && before.ended > timestamp
                        && before.ended - timestamp < LATEST_NANOS;
        late += over ? 1 : 0;
        return over;
    }

    private boolean isLate(ThreadState thread, long timestamp) {
        long first = Math.max(thread.oldestEvent(), thread.unsureUntil);
        if (first - timestamp >= LATEST_NANOS) {
            return false;
        }
        late++;
        return true;
    }

    private ThreadState placeholder(long tid) {
        ThreadState thread = new ThreadState(tid, new FdTable(budget));
        thread.placeholder = true;
        thread.comm = KeptText.NOT_AVAILABLE;
        thread.exe = KeptText.NOT_AVAILABLE;
        put(thread);
        return thread;
    }

    /** The thread that ended last with this tid, as far as that is remembered. */
    @Nullable ThreadState ended(long tid) {
        return recentlyEnded.get(tid);
    }

    /** A thread has ended that nobody introduced; its parent's exit of the clone may come yet. */
    void endedUnseen(long tid, long timestamp) {
        if (get(tid) != null) {
            return;
        }
        ThreadState thread = new ThreadState(tid, new FdTable(budget));
        thread.placeholder = true;
        thread.dead = true;
        thread.ended = timestamp;
        ThreadState forgotten = recentlyEnded.add(thread);
        if (forgotten != null) {
            texts.release(forgotten);
        }
    }

    /**
     * Who had this tid at a moment, a new placeholder where nobody is known to have had it; a
     * thread that has ended since is not in the table any more.
     */
    ThreadState whoHad(long tid, long timestamp) {
        ThreadState thread = get(tid);
        if (thread != null && thread.notBefore <= timestamp) {
            return thread;
        }
        ThreadState before = recentlyEnded.get(tid);
        if (before != null && wasParent(before, timestamp)) {
            return before;
        }
        return thread == null ? placeholder(tid) : thread;
    }

    /** Whether this very thread is in the table. */
    boolean has(ThreadState thread) {
        return threads.get(thread.tid) == thread;
    }

    /** Puts a thread in without looking at process and parent; one of the same tid goes first. */
    void put(ThreadState thread) {
        changes++;
        ThreadState before = threads.get(thread.tid);
        if (before != null) {
            replace(before, thread);
        }
        if (threads.size() >= limit) {
            evict();
        }
        threads.put(thread.tid, thread);
        latest = thread;
    }

    /**
     * The end of a thread was not seen, but another has its tid now. What started since is of that
     * one: its children and threads may have told of themselves before it did.
     */
    private void replace(ThreadState before, ThreadState by) {
        boolean exact = before.told != 0 || by.notBefore == 0 && !before.placeholder;
        long since = exact ? by.startTimestamp : by.notBefore;
        if (since > 0 || before.placeholder) {
            ThreadState child = before.firstChild;
            while (child != null) {
                ThreadState next = child.nextSibling;
                if (child != by && child.notBefore >= since) {
                    by.addChild(child);
                }
                child = next;
            }
        }
        if (before.group != null && before.isMain() && by.isMain()) {
            for (ThreadState member : List.copyOf(before.group.members)) {
                if (member != before && (since == 0 || member.notBefore < since)) {
                    remove(member);
                }
            }
        }
        remove(before);
        if (has(before)) {
            unlink(before);
        }
    }

    /** Puts a thread in and finds its process and its parent. */
    void introduce(ThreadState thread) {
        put(thread);
        connect(thread);
        if (thread.isMain()) {
            takeBackChildren(thread);
        }
    }

    /** Children that told of themselves first were taken for those of the tid's last owner. */
    private void takeBackChildren(ThreadState thread) {
        ThreadState before = recentlyEnded.get(thread.tid);
        if (before == null || thread.startTimestamp - before.ended >= GIVING_AWAY_NANOS) {
            return;
        }
        ThreadState heir = heirOf(before);
        ThreadState child = heir == null ? null : heir.firstChild;
        for (int i = 0; i < LONGEST_WALK && child != null; i++) {
            ThreadState next = child.nextSibling;
            if (child.creator == thread.tid
                    && child.notBefore >= thread.startTimestamp
                    && child != thread) {
                thread.addChild(child);
            }
            child = next;
        }
    }

    /** Who has the children of a thread that has ended, null where nobody is known to. */
    private @Nullable ThreadState heirOf(ThreadState ended) {
        ThreadState heir = ended.heir;
        for (int i = 0; i < LONGEST_WALK && heir != null && !has(heir); i++) {
            heir = heir.heir;
        }
        return heir;
    }

    /** Finds a thread's process and its parent, unless it has them or too little is known. */
    void connect(ThreadState thread) {
        if (thread.group != null || thread.isInvalid()) {
            return;
        }
        ThreadGroup group = groups.get(thread.pid);
        if (group == null) {
            group = new ThreadGroup(thread.pid);
            groups.put(thread.pid, group);
        }
        changes++;
        thread.changed();
        group.add(thread);
        thread.group = group;
        thread.placeholder = false;
        reapers.add(thread);
        if (thread.pid == 1) {
            return;
        }
        ThreadState parent = parentOf(thread);
        if (parent == null || parent == thread) {
            thread.ppid = 0;
        } else {
            parent.addChild(thread);
        }
    }

    /** A thread has got other numbers in its pid namespace. */
    void renumbered(ThreadState thread) {
        reapers.add(thread);
    }

    /** Who has the number that a thread was told as its parent's, or took over its children. */
    private @Nullable ThreadState parentOf(ThreadState thread) {
        ThreadState parent = threads.get(thread.ppid);
        if (parent != null && (thread.notBefore == 0 || parent.notBefore <= thread.notBefore)) {
            return parent;
        }
        ThreadState before = recentlyEnded.get(thread.ppid);
        if (before == null || !wasParent(before, thread.notBefore)) {
            return null;
        }
        return heirOf(before);
    }

    /**
     * Whether a thread that has ended could be named as the parent of one that started at a moment:
     * the kernel gives its children away only some time after its end was told.
     */
    private static boolean wasParent(ThreadState ended, long timestamp) {
        return ended.notBefore <= timestamp && timestamp - ended.ended < GIVING_AWAY_NANOS;
    }

    /** A thread has ended; it is still there for who looks at its last event. */
    void die(ThreadState thread, long timestamp) {
        if (!thread.dead) {
            thread.dead = true;
            thread.ended = timestamp;
            if (thread.group != null) {
                thread.group.living--;
            }
        }
    }

    /** A main thread that ended lives again: another thread of its process executed a program. */
    void revive(ThreadState thread) {
        if (thread.dead) {
            thread.dead = false;
            thread.ended = 0;
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
        changes++;
        ThreadGroup group = thread.group;
        if (group == null) {
            unlink(thread);
            return;
        }
        die(thread, thread.ended);
        ThreadState leader = group.leader;
        boolean last = group.living <= 0;
        if (last || thread.firstChild != null) {
            thread.heir = reapers.giveAwayChildren(thread);
        }
        if (last) {
            forget(group);
            if (leader != null && leader != thread) {
                leader.heir = reapers.giveAwayChildren(leader);
                leader.ended = Math.max(leader.ended, thread.ended); // its tid was taken until now
                unlink(leader);
            }
            hangUp(leader == null ? thread : leader, thread.ended);
            unlink(thread);
        } else if (thread != leader) {
            unlink(thread);
        }
    }

    private void forget(ThreadGroup group) {
        if (groups.get(group.pid) == group) {
            groups.remove(group.pid);
        }
    }

    /** With the leader of a session all its processes lose their terminal. */
    private static void hangUp(ThreadState leader, long timestamp) {
        if (leader.session != null && leader.sid == leader.vpid && leader.tty != 0) {
            leader.session.hungUp = Math.max(timestamp, leader.ttyTold + 1);
        }
    }

    private void unlink(ThreadState thread) {
        changes++;
        while (thread.firstChild != null) {
            ThreadState child = thread.firstChild;
            child.leaveParent();
            child.ppid = 0;
        }
        thread.leaveParent();
        reapers.remove(thread);
        if (thread.group != null) {
            thread.group.remove(thread);
        }
        if (threads.get(thread.tid) == thread) {
            threads.remove(thread.tid);
        }
        texts.leaveCall(thread);
        thread.ownFds.leave();
        if (latest == thread) {
            latest = null;
        }
        ThreadState forgotten = thread.ended > 0 ? recentlyEnded.add(thread) : thread;
        if (forgotten != null) {
            texts.release(forgotten);
            forgotten.heir = null;
        }
    }

    private void evict() {
        int places = threads.places();
        ThreadState chosen = null;
        int seen = 0;
        for (int i = 0; i < places && seen < CANDIDATES; i++) {
            hand = (hand + 1) & (places - 1);
            ThreadState thread = threads.at(hand);
            if (thread != null) {
                seen++;
                chosen = chosen == null || isWorse(thread, chosen) ? thread : chosen;
            }
        }
        if (chosen != null) {
            evicted++;
            die(chosen, 0);
            unlink(chosen);
            if (chosen.group != null && chosen.group.members.isEmpty()) {
                forget(chosen.group);
            }
        }
    }

    /** Whether a thread is missed less than another. */
    private static boolean isWorse(ThreadState thread, ThreadState other) {
        int worth = worth(thread);
        int others = worth(other);
        return worth < others || (worth == others && thread.lastCall < other.lastCall);
    }

    /** What is lost with a thread: nothing to speak of, itself, or what others have through it. */
    private static int worth(ThreadState thread) {
        if (thread.placeholder) {
            return 0;
        }
        boolean needed =
                thread.firstChild != null
                        || (thread.group != null
                                && thread.isMain()
                                && thread.group.members.size() > 1);
        return needed ? 2 : 1;
    }
}
