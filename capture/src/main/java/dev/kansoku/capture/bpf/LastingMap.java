// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.FdType;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Tells the kernel programs what was found out of threads and fds: {@code lasting.h}, mapped. An
 * event that leaves the kernel is looked at once the state has taken it in; where the programs do
 * not know of its thread or fd what the filter asks, that is found out and written for them.
 *
 * <pre>
 *   0         8       16     24       28     32
 *  +---------+-------+------+--------+------+
 *  | changed | found | key  | truths |      |   a place, which is that of its key's hash
 *  +---------+-------+------+--------+------+
 * </pre>
 *
 * Times are nanoseconds since boot. {@link #accept} is for the thread that reads events, {@link
 * #ask} for any.
 */
final class LastingMap implements Held.Part, Consumer<EventContext> {
    static final int BITS = 15;

    private static final int SIZE = 32;
    private static final int CHANGED = 0;
    private static final int FOUND = 8;
    private static final int KEY = 16;
    private static final int TRUTHS = 24;

    private static final long OF_THREAD = 0xffffffffL;
    private static final long OF_ALL_FDS = 0xfffffffeL;
    private static final long SCATTER = 0x9e3779b97f4a7c15L;

    private static final VarHandle LONG = JAVA_LONG.varHandle();

    /** What is to be found out, by the bits of the answers. */
    private record Questions(
            List<Predicate<EventContext>> ofThread, List<Predicate<EventContext>> ofFd) {
        private static final Questions NONE = new Questions(List.of(), List.of());

        boolean isEmpty() {
            return ofThread.isEmpty() && ofFd.isEmpty();
        }
    }

    private final Mapping mapping;
    private final MemorySegment memory;
    private final PredicateMap predicates;
    private final LongSupplier clock;
    private volatile Questions questions = Questions.NONE;
    private boolean closed;

    private long epochOffset;
    private LongSupplier late = () -> 0;
    private long lateBefore;
    private int tableChanges;
    private boolean toldFd;

    /**
     * @param clock nanoseconds since boot; asked by one thread at a time
     */
    LastingMap(int map, PredicateMap predicates, LongSupplier clock) throws SystemCallException {
        this.mapping = Mapping.of(map, 0, (long) SIZE << BITS, true);
        this.memory = mapping.memory();
        this.predicates = predicates;
        this.clock = clock;
    }

    /**
     * Events are about to be read.
     *
     * @param offset what was added to the times of events
     * @param lateEvents how many events came behind one of a later time
     */
    void begin(long offset, LongSupplier lateEvents) {
        epochOffset = offset;
        late = lateEvents;
    }

    /** Changes what is to be found out; what was before is not believed any more. */
    synchronized void ask(
            List<Predicate<EventContext>> ofThread, List<Predicate<EventContext>> ofFd) {
        forget();
        questions = new Questions(ofThread, ofFd);
    }

    private synchronized void forget() {
        predicates.settle(clock.getAsLong());
    }

    @Override
    public void accept(EventContext context) {
        Questions asked = questions;
        if (asked.isEmpty()) {
            return;
        }
        SystemState state = context.state();
        Event event = context.event();
        notice(state, event);
        ThreadState thread = state.thread();
        if (thread == null || thread.placeholder() || thread.pid() <= 0) {
            return;
        }
        long time = event.timestamp() - epochOffset;
        long settled = predicates.settled();
        if (time < settled) {
            return;
        }
        if (!asked.ofThread().isEmpty()) {
            long key = thread.tid() << 32 | OF_THREAD;
            if (mayTell(key, time, settled)) {
                tell(key, time, asked, asked.ofThread(), context);
            }
        }
        if (!asked.ofFd().isEmpty() && isOfFd(state, event, thread)) {
            long key = thread.pid() << 32 | state.fdNumber();
            long changed = changed(thread.pid() << 32 | OF_ALL_FDS);
            if (Long.compareUnsigned(time, changed) >= 0
                    && mayTell(key, time, Math.max(settled, changed))) {
                tell(key, time, asked, asked.ofFd(), context);
            }
        }
    }

    /** Forgets everything where the state has come to know something otherwise than by an event. */
    private void notice(SystemState state, Event event) {
        // events that tell of fds count as changes of tables, twice, and change none of a thread
        int expected = (event.isStateOnly() ? 1 : 0) + (toldFd ? 1 : 0);
        toldFd = event.isStateOnly();
        int changes = state.tableChanges();
        long lateNow = late.getAsLong();
        if (changes - tableChanges > expected || lateNow != lateBefore) {
            forget();
        }
        tableChanges = changes;
        lateBefore = lateNow;
    }

    /**
     * Whether the event's fd is known, is one of the table that its process's threads have, and
     * stays what it is.
     */
    private static boolean isOfFd(SystemState state, Event event, ThreadState thread) {
        if (!state.actsOnFd() || state.fdNumber() < 0 || !state.ignores(event.code())) {
            return false;
        }
        FdState fd = state.fd();
        ThreadState main = state.threads().leader(thread);
        return fd != null
                && fd.type() != FdType.UNKNOWN
                && main != null
                && !main.placeholder()
                && main.fds() == thread.fds();
    }

    /** Whether the programs do not know it, and would believe what is found out now. */
    private boolean mayTell(long key, long time, long since) {
        long at = place(key);
        long changed = (long) LONG.getAcquire(memory, at + CHANGED);
        if (Long.compareUnsigned(time, changed) < 0) {
            return false;
        }
        long found = memory.get(JAVA_LONG, at + FOUND);
        return memory.get(JAVA_LONG, at + KEY) != key
                || found < since
                || Long.compareUnsigned(found, changed) < 0;
    }

    private synchronized void tell(
            long key,
            long time,
            Questions asked,
            List<Predicate<EventContext>> parts,
            EventContext context) {
        if (questions != asked) {
            return;
        }
        int truths = 0;
        for (int i = 0; i < parts.size(); i++) {
            truths |= parts.get(i).test(context) ? 1 << i : 0;
        }
        long at = place(key);
        LONG.setVolatile(memory, at + FOUND, 0L);
        memory.set(JAVA_LONG, at + KEY, key);
        memory.set(JAVA_INT, at + TRUTHS, truths);
        LONG.setVolatile(memory, at + FOUND, time);
    }

    private long changed(long key) {
        return (long) LONG.getAcquire(memory, place(key) + CHANGED);
    }

    private static long place(long key) {
        return (key * SCATTER >>> Long.SIZE - BITS) * SIZE;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            questions = Questions.NONE; // so that nobody looks into the memory any more
            mapping.close();
        }
    }
}
