// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.LittleEndian;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What events changed between the first that was recorded and the end of the pass over the running
 * processes. The pass shows a thread as it is at some time in between; what an event changed is
 * told by that event, and the tables must not tell it to the events before.
 *
 * <p>Numbers and flags are the kernel's, as events have them before they are converted. Times are
 * nanoseconds since boot.
 */
final class StartWindow {
    /** What an event changed of its thread. */
    enum Change {
        NAME,
        PROGRAM,
        DIRECTORY,
        ROOT,
        USER,
        GROUP
    }

    private static final int PR_SET_NAME = 15;
    private static final int F_DUPFD = 0;

    /** F_DUPFD_CLOEXEC as it is folded into a byte. */
    private static final int F_DUPFD_CLOEXEC = 134;

    private static final int CLONE_NEWPID = 0x20000000;
    private static final int CHILD_IN_PIDNS = 1;

    private static final int CLOSE_RANGE_FLAGS = 3;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private static final int CMSG_HEADER = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    /** What is known of one thread. */
    static final class Traces {
        long first = Long.MAX_VALUE;
        long bornByItself = Long.MAX_VALUE;
        long bornByParent = Long.MAX_VALUE;
        long ended = Long.MIN_VALUE;

        /** Its process where it was born, else -1. */
        int pid = -1;

        final Set<Change> changes = EnumSet.noneOf(Change.class);
        final Fds changedFds = new Fds();

        /** Sockets that were bound or connected. */
        final Fds changedEnds = new Fds();
    }

    /** A set of fds. */
    static final class Fds {
        private static final int MOST_BITS = 1 << 20;

        private final BitSet low = new BitSet();
        private final Set<Long> high = new HashSet<>();
        private long from = Long.MAX_VALUE;

        boolean isEmpty() {
            return low.isEmpty() && high.isEmpty() && from == Long.MAX_VALUE;
        }

        void add(long fd) {
            if (fd >= 0 && fd < MOST_BITS) {
                low.set((int) fd);
            } else if (fd >= 0) {
                high.add(fd);
            }
        }

        void addRange(long first, long last) {
            if (last >= MOST_BITS) {
                from = Math.min(from, Math.max(first, MOST_BITS));
            }
            if (first < MOST_BITS && first <= last) {
                low.set((int) first, (int) Math.min(last + 1, MOST_BITS));
            }
        }

        void addAll(Fds others) {
            low.or(others.low);
            high.addAll(others.high);
            from = Math.min(from, others.from);
        }

        boolean has(long fd) {
            return fd >= 0
                    && (fd < MOST_BITS ? low.get((int) fd) : fd >= from || high.contains(fd));
        }
    }

    private static final Rule[] RULES = Rule.all();

    private final Map<Integer, Traces> threads = new HashMap<>();
    private final long end;
    private final Event event = new Event();

    /**
     * @param end events from behind this time are not looked at
     */
    StartWindow(long end) {
        this.end = end;
    }

    /** What happened to a thread, null for nothing. */
    @Nullable Traces of(int tid) {
        return threads.get(tid);
    }

    Map<Integer, Traces> threads() {
        return threads;
    }

    /** Takes note of an event as the kernel program wrote it; false behind the end. */
    boolean add(byte[] bytes, int length) {
        if (PendingMark.isOn(bytes)) {
            PendingMark.take(bytes, length - PendingMark.SIZE);
        }
        int count = (int) LittleEndian.signed(bytes, EventHeader.PARAMETER_COUNT, 4);
        int size = (int) LittleEndian.signed(bytes, EventHeader.LENGTH, 4);
        int code = (int) LittleEndian.unsigned(bytes, EventHeader.TYPE, 2);
        if (code >= EventTable.size()
                || count < 0
                || size > length
                || EventHeader.SIZE + 2L * count > size) {
            throw new IllegalStateException("the kernel program wrote an event without a form");
        }
        event.wrap(bytes, 0, EventHeader.SIZE, count);
        if (event.timestamp() > end) {
            return false;
        }
        Traces traces = traces((int) event.tid());
        traces.first = Math.min(traces.first, event.timestamp());
        Rule rule = RULES[code];
        if (rule != null) {
            apply(rule, traces);
        }
        return true;
    }

    private Traces traces(int tid) {
        return threads.computeIfAbsent(tid, number -> new Traces());
    }

    private void apply(Rule rule, Traces traces) {
        switch (rule.kind()) {
            case BIRTH -> born(rule, traces);
            case END -> traces.ended = event.timestamp();
            case CLOSE -> traces.changedFds.add(number(rule.first()));
            case CLOSE_RANGE -> {
                if ((number(CLOSE_RANGE_FLAGS) & CLOSE_RANGE_CLOEXEC) == 0) {
                    traces.changedFds.addRange(number(rule.first()), number(rule.second()));
                }
            }
            case CREATE -> traces.changedFds.add(number(rule.first()));
            case CREATE_TWO -> {
                traces.changedFds.add(number(rule.first()));
                traces.changedFds.add(number(rule.second()));
            }
            case CONTROL -> {
                long command = number(rule.second());
                if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
                    traces.changedFds.add(number(rule.first()));
                }
            }
            case RECEIVE -> received(rule.first(), traces.changedFds);
            case ENDS -> traces.changedEnds.add(number(rule.first()));
            case NAME -> {
                if (number(rule.second()) == PR_SET_NAME) {
                    traces.changes.add(Change.NAME);
                }
            }
            case PROGRAM -> changed(traces, Change.PROGRAM);
            case DIRECTORY -> changed(traces, Change.DIRECTORY);
            case ROOT -> changed(traces, Change.ROOT);
            case USER -> changed(traces, Change.USER);
            case GROUP -> {
                changed(traces, Change.GROUP);
                long other = rule.second() < 0 ? 0 : number(rule.second());
                if (other > 0) {
                    traces((int) other).changes.add(Change.GROUP);
                }
            }
        }
    }

    /** A call that failed changed nothing. */
    private void changed(Traces traces, Change change) {
        if (number(0) >= 0) {
            traces.changes.add(change);
        }
    }

    private void born(Rule rule, Traces traces) {
        long child = number(0);
        if (child == 0) {
            traces.bornByItself = event.timestamp();
            traces.pid = (int) number(rule.first());
        } else if (child > 0 && (number(rule.second()) & (CLONE_NEWPID | CHILD_IN_PIDNS)) == 0) {
            // in a pid namespace the parent knows its child by another number
            Traces ofChild = traces((int) child);
            ofChild.bornByParent = event.timestamp();
        }
    }

    private void received(int parameter, Fds fds) {
        if (!event.has(parameter)) {
            return;
        }
        byte[] bytes = event.bytes();
        int at = event.offset(parameter);
        int end = at + event.length(parameter);
        while (at + CMSG_HEADER <= end) {
            long length = LittleEndian.unsigned(bytes, at, 8);
            if (length < CMSG_HEADER || length > end - at) {
                return;
            }
            boolean rights =
                    LittleEndian.unsigned(bytes, at + 8, 4) == SOL_SOCKET
                            && LittleEndian.unsigned(bytes, at + 12, 4) == SCM_RIGHTS;
            for (int i = CMSG_HEADER; rights && i + 4 <= length; i += 4) {
                fds.add(LittleEndian.signed(bytes, at + i, 4));
            }
            at += (int) ((length + 7) & ~7L);
        }
    }

    private long number(int parameter) {
        return parameter >= 0 && event.has(parameter) ? event.signed(parameter) : -1;
    }
}
