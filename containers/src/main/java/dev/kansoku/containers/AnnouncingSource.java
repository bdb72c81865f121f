// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.start.ForwardingListener;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Puts announcements into the stream of another source, each before the event at whose time it is
 * there. Where a process of a new container appears, its event is held back for a short while, so
 * that the container's name comes before it; events wait in the source's buffers meanwhile, and the
 * hold ends early where those fill up.
 *
 * <p>Announcements are marked as {@link Event#STATE_ONLY}: recorded and learned from, not shown.
 */
public final class AnnouncingSource extends ForwardingSource {
    /** How long a container's first event is held back at most, in nanoseconds. */
    public static final long DEFAULT_HOLD = 1_000_000_000;

    /** From when on the source's buffers are too full to hold anything back, in percent. */
    private static final int FULL = 25;

    /** How much may be held back in each {@link #PERIOD} altogether, in nanoseconds. */
    private static final long MOST_HELD = 3_000_000_000L;

    private static final long PERIOD = 10_000_000_000L;

    /**
     * How much shorter an event waits, once for each question, for what is most likely no
     * container.
     */
    private static final double GUESS_SHARE = 0.4;

    /** After which a runtime has written what it knows of a container, in nanoseconds. */
    private static final long WHILE = 5_000_000_000L;

    private static final long REST = 500_000;

    private static final int NO_THREAD = -1;
    private static final int ASYNC = code("asyncevent");
    private static final int USER_ADDED = code("useradded");
    private static final int GROUP_ADDED = code("groupadded");

    /** Where an event of each code has the cgroups of its thread, -1 where it has none. */
    private static final int[] CGROUPS = cgroups();

    /** How a thread is met. */
    private enum Occasion {
        /** It was there for a while before the first event. */
        HAS_RUN,

        /** It had just begun when the first event was made. */
        RUNS,

        /** Another thread made it. */
        BEGINS,

        /** It has just begun a program. */
        EXECUTES
    }

    /** Which codes are of programs that began. */
    private static final boolean[] EXECS = execs();

    private final Announcements announcements;
    private final ContainerWatch watch;
    private final List<Announcer> others;
    private final long hold;
    private final EventBuilder builder = new EventBuilder();
    private final RecentCgroups cgroups = new RecentCgroups();
    private final List<ContainerId> awaited = new ArrayList<>();

    /** The event that announcements go before, while some do. */
    private final Event kept = new Event();

    private @Nullable LiveDetail keptDetail;

    /** Whether others may still have to tell what there is to know at the start. */
    private boolean beginning;

    private boolean keeping;
    private boolean ended;
    private long lastTimestamp;
    private long periodBegan;
    private long heldInPeriod;
    private long held;
    private long number;

    /**
     * @param hold how long a container's first event is held back at most, in nanoseconds
     */
    public AnnouncingSource(
            EventSource origin, Announcements announcements, ContainerWatch watch, long hold) {
        this(origin, announcements, watch, List.of(), hold);
    }

    /**
     * @param others who else announces; the first event is held back until they have told what
     *     there is to know at the start, and they are closed with this
     * @param hold how long an event is held back at most, in nanoseconds
     */
    public AnnouncingSource(
            EventSource origin,
            Announcements announcements,
            ContainerWatch watch,
            List<Announcer> others,
            long hold) {
        super(origin);
        this.others = List.copyOf(others);
        this.beginning = !others.isEmpty();
        this.announcements = announcements;
        this.watch = watch;
        this.hold = hold;
    }

    private static int code(String name) {
        for (EventType type : EventTable.all()) {
            if (type.name().equals(name) && !type.isExit()) {
                return type.code();
            }
        }
        throw new IllegalStateException("the event table has no event " + name);
    }

    private static int[] cgroups() {
        int[] indices = new int[EventTable.size()];
        Arrays.fill(indices, -1);
        for (EventType type : EventTable.all()) {
            for (int i = 0; i < type.parameters().size(); i++) {
                if (type.parameter(i).name().equals("cgroups")) {
                    indices[type.code()] = i;
                }
            }
        }
        return indices;
    }

    private static boolean[] execs() {
        boolean[] execs = new boolean[EventTable.size()];
        for (EventType type : EventTable.all()) {
            execs[type.code()] = type.isExit() && type.name().startsWith("execve");
        }
        return execs;
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (!keeping && !ended) {
            if (!origin.next(event, new Observer(start))) {
                ended = true;
            } else {
                lastTimestamp = event.timestamp();
                meet(event);
                await();
                if (!announcements.any()) {
                    event.number(++number);
                    return true;
                }
                kept.copyFrom(event);
                keptDetail = event.detail();
                keeping = true;
            }
        }
        Announcement announcement = announcements.take();
        if (announcement != null) {
            build(announcement, event);
        } else if (keeping) {
            keeping = false;
            event.copyFrom(kept);
            event.detail(keptDetail);
        } else {
            return false;
        }
        event.number(++number);
        return true;
    }

    private void meet(Event event) {
        int parameter = CGROUPS[event.code()];
        if (parameter >= 0 && event.has(parameter)) {
            int from = event.offset(parameter);
            int to = from + event.length(parameter);
            Occasion occasion = EXECS[event.code()] ? Occasion.EXECUTES : Occasion.BEGINS;
            meet(event.bytes(), from, to, event.tid(), occasion);
        }
    }

    /**
     * Of cgroups that look like nobody's, plain runtimes are not asked where a thread merely
     * begins: what they write of a container is there before its program runs, and not before that.
     * Nor does anything wait for what is known of processes that were there already, and a cgroup
     * that was nobody's with those is not asked about again: else the first events of each capture
     * in it would wait in vain.
     */
    private void meet(byte[] bytes, int from, int to, long tid, Occasion occasion) {
        ContainerId container = cgroups.of(bytes, from, to);
        if (container == null || (container.isGuess() && occasion == Occasion.BEGINS)) {
            return;
        }
        boolean asks = watch.meet(container, tid, occasion == Occasion.HAS_RUN);
        boolean worthwhile = !container.isGuess() || (asks && occasion == Occasion.EXECUTES);
        if (worthwhile && !watch.isSettled(container) && !awaited.contains(container)) {
            awaited.add(container);
        }
    }

    /** Waits until what was just met is known, or patience ends. */
    private void await() {
        if (awaited.isEmpty() && !beginning) {
            return;
        }
        long begin = System.nanoTime();
        if (begin - periodBegan > PERIOD) {
            periodBegan = begin;
            heldInPeriod = 0;
        }
        boolean guesses = !beginning && awaited.stream().allMatch(ContainerId::isGuess);
        long patience = guesses ? (long) (hold * GUESS_SHARE) : hold;
        long most = Math.min(patience, Math.max(hold, MOST_HELD) - heldInPeriod);
        long now = begin;
        while (now - begin < most && origin.fill() < FULL) {
            awaited.removeIf(watch::isSettled);
            if (awaited.isEmpty() && (!beginning || areOthersSettled())) {
                break;
            }
            LockSupport.parkNanos(REST);
            now = System.nanoTime();
        }
        beginning = false;
        awaited.clear();
        heldInPeriod += now - begin;
        held += now - begin;
    }

    private boolean areOthersSettled() {
        for (Announcer other : others) {
            if (!other.isSettled()) {
                return false;
            }
        }
        return true;
    }

    private void build(Announcement announcement, Event event) {
        switch (announcement) {
            case Announcement.Async async ->
                    builder.begin(ASYNC, lastTimestamp, NO_THREAD)
                            .number(0)
                            .text(async.name())
                            .bytes(async.data());
            case Announcement.User(UserEntry user, String container) ->
                    builder.begin(USER_ADDED, lastTimestamp, NO_THREAD)
                            .number(user.uid())
                            .number(user.gid())
                            .text(user.name())
                            .text(user.home())
                            .text(user.shell())
                            .text(container);
            case Announcement.Group(GroupEntry group, String container) ->
                    builder.begin(GROUP_ADDED, lastTimestamp, NO_THREAD)
                            .number(group.gid())
                            .text(group.name())
                            .text(container);
        }
        builder.finish(event);
        event.origin(0, Event.STATE_ONLY);
        event.detail(null);
    }

    /** How long events were held back altogether, in nanoseconds. */
    public long held() {
        return held;
    }

    @Override
    public boolean ready() {
        return keeping || announcements.any() || origin.ready();
    }

    @Override
    public void close() throws IOException {
        try (watch) {
            others.forEach(Announcer::close);
            origin.close();
        }
    }

    /** Meets the containers of processes that ran before the first event. */
    private final class Observer extends ForwardingListener {
        Observer(StartListener start) {
            super(start);
        }

        @Override
        public void process(ProcessEntry process) {
            long age =
                    TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - process.startTime;
            Occasion occasion = age > WHILE ? Occasion.HAS_RUN : Occasion.RUNS;
            meet(process.cgroups, 0, process.cgroups.length, process.tid, occasion);
            super.process(process);
        }
    }
}
