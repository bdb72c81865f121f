// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.event.render.LocalClock;
import dev.kansoku.event.render.Names;
import dev.kansoku.event.render.ValueRenderer;
import dev.kansoku.rules.alert.Why;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The last events of each process, kept as the bytes they came as with what their fd was then, and
 * made text of when an alert asks. At most {@link #PROCESSES} processes are remembered; the one
 * that did nothing for longest makes room. Belongs to one thread.
 *
 * <p>Remembered are the events that reach it, which are those that rules or the state want, without
 * those of memory, time and scheduling.
 */
public final class RecentEvents {
    /** How many events of a process are remembered. */
    public static final int EVENTS = 10;

    /** How many processes are remembered. */
    public static final int PROCESSES = 2048;

    /** How many bytes of an event are kept; a longer one is kept as text. */
    private static final int LONGEST = 384;

    /** How long a line about an event is. */
    private static final int LONGEST_TEXT = 256;

    private static final int LONGEST_FD = 128;

    private static final Set<String> STARTS =
            Set.of("execve", "execveat", "clone", "clone3", "fork", "vfork");

    /** Which types tell something of what a process was up to. */
    private static final boolean[] TELLING = telling();

    /** Which types are told by the process's command line, as it is after them. */
    private static final boolean[] STARTING = starting();

    private final BoundedTable<Past> processes;
    private final TextBuffer key = new TextBuffer();
    private final TextBuffer fd = new TextBuffer();
    private final TextBuffer text = new TextBuffer();
    private final ValueRenderer renderer =
            new ValueRenderer(BufferForm.CUT, new LocalClock(ZoneOffset.UTC));
    private final Event event = new Event();

    /** An event as it is remembered; the arrays are used again and again. */
    private static final class Slot {
        private long nanos;
        private EventType type;
        private boolean raw;
        private long fd;
        private int fdLength;
        private int header;
        private int parameters;
        private int length;
        private byte[] bytes = new byte[0];

        Slot(EventType type) {
            this.type = type;
        }

        void room(int size) {
            if (bytes.length < size) {
                bytes = new byte[size + 31 & ~31];
            }
        }
    }

    /** The last events of a process. */
    private static final class Past {
        private final Slot[] slots = new Slot[EVENTS];
        private int next;
        private int size;

        Slot add(EventType type) {
            Slot slot = slots[next];
            if (slot == null) {
                slot = new Slot(type);
                slots[next] = slot;
            }
            slot.type = type;
            next = (next + 1) % EVENTS;
            size = Math.min(size + 1, EVENTS);
            return slot;
        }
    }

    public RecentEvents() {
        this(PROCESSES, System.nanoTime());
    }

    RecentEvents(int most, long seed) {
        processes = new BoundedTable<>(most, seed);
    }

    /** Remembers events, and hands them on to another sink. */
    public Sink before(Sink next) {
        return new Sink() {
            @Override
            public boolean accept(EventContext context) throws IOException {
                remember(context);
                return next.accept(context);
            }

            @Override
            public void passedOver(EventContext context) throws IOException {
                remember(context);
                next.passedOver(context);
            }

            @Override
            public boolean wantsHidden(Event hidden) {
                return next.wantsHidden(hidden);
            }

            @Override
            public void idle() throws IOException {
                next.idle();
            }
        };
    }

    private static boolean[] telling() {
        boolean[] telling = new boolean[EventTable.size()];
        for (EventType type : EventTable.all()) {
            boolean enter = type.is(Category.Origin.SYSCALL) && !type.isExit();
            telling[type.code()] =
                    !enter
                            && !type.isGeneric()
                            && switch (type.category()) {
                                case MEMORY, TIME, SLEEP, PROCESSING, NONE -> false;
                                default -> !type.is(Category.Origin.SCHEDULER);
                            };
        }
        return telling;
    }

    private static boolean[] starting() {
        boolean[] starting = new boolean[EventTable.size()];
        for (EventType type : EventTable.all()) {
            starting[type.code()] = STARTS.contains(type.name());
        }
        return starting;
    }

    int size() {
        return processes.size();
    }

    /** Remembers the event at hand. */
    void remember(EventContext context) {
        ThreadState thread = context.state().thread();
        Event from = context.event();
        if (!TELLING[from.code()] || thread == null || thread.pid() < 0 || from.isStateOnly()) {
            return;
        }
        keep(past(thread.pid(), from.timestamp()).add(from.type()), thread, context);
    }

    private Past past(long pid, long now) {
        int at = find(pid);
        if (at >= 0) {
            processes.touch(at, now);
            return processes.value(at);
        }
        if (processes.isFull()) {
            processes.remove(processes.oldest());
        }
        Past past = new Past();
        processes.put(key, past, now);
        return past;
    }

    private int find(long pid) {
        key.clear();
        KeyReader.number(pid, key);
        return processes.find(key);
    }

    private void keep(Slot slot, ThreadState thread, EventContext context) {
        Event from = context.event();
        slot.nanos = from.timestamp();
        slot.raw = from.length() <= LONGEST && !STARTING[from.code()];
        if (slot.raw) {
            fd.clear();
            slot.fd = context.state().fdNumber();
            slot.fdLength = 0;
            if (slot.fd >= 0 && context.names().fd(slot.fd, fd)) {
                slot.fdLength = Math.min(fd.length(), LONGEST_FD);
            }
            slot.header = from.headerSize();
            slot.parameters = from.parameterCount();
            slot.length = from.length();
            slot.room(slot.fdLength + slot.length);
            System.arraycopy(fd.bytes(), 0, slot.bytes, 0, slot.fdLength);
            System.arraycopy(from.bytes(), from.start(), slot.bytes, slot.fdLength, slot.length);
        } else {
            text.clear();
            if (STARTING[from.code()]) {
                commandLine(from, thread);
            } else {
                renderer.arguments(from, context.names(), text);
            }
            slot.length = Math.min(text.length(), LONGEST_TEXT);
            slot.room(slot.length);
            System.arraycopy(text.bytes(), 0, slot.bytes, 0, slot.length);
        }
    }

    /** With blanks between the arguments, so that secrets among them are found. */
    private void commandLine(Event from, ThreadState thread) {
        if (from.has(0)) {
            text.put("res=").decimal(from.signed(0)).put(' ');
        }
        text.put(thread.exe());
        byte[] arguments = thread.args();
        for (int i = 0; i < Math.min(arguments.length, LONGEST_TEXT); i++) {
            if (i == 0) {
                text.put(' ');
            }
            text.put(arguments[i] == 0 ? ' ' : arguments[i]);
        }
    }

    /** The last events of a process, the oldest first. */
    List<Why.Before> of(long pid) {
        int at = find(pid);
        if (at < 0) {
            return List.of();
        }
        Past past = processes.value(at);
        List<Why.Before> events = new ArrayList<>();
        for (int i = past.size; i > 0; i--) {
            Slot slot = past.slots[(past.next - i + EVENTS) % EVENTS];
            events.add(new Why.Before(slot.nanos, slot.type.name(), text(slot)));
        }
        return events;
    }

    private String text(Slot slot) {
        text.clear();
        if (slot.raw) {
            event.wrap(slot.bytes, slot.fdLength, slot.header, slot.parameters);
            renderer.arguments(event, new NamesThen(slot), text);
        } else {
            text.put(slot.bytes, 0, slot.length);
        }
        text.truncate(LONGEST_TEXT);
        return Escaped.text(text).strip();
    }

    /** What is still known of what an event's numbers stood for. */
    private record NamesThen(Slot slot) implements Names {
        @Override
        public boolean fd(long number, TextBuffer out) {
            if (number != slot.fd || slot.fdLength == 0) {
                return false;
            }
            out.put(slot.bytes, 0, slot.fdLength);
            return true;
        }

        @Override
        public boolean comm(long tid, TextBuffer out) {
            return false;
        }

        @Override
        public boolean user(long uid, TextBuffer out) {
            return false;
        }

        @Override
        public boolean group(long gid, TextBuffer out) {
            return false;
        }

        @Override
        public boolean cwd(TextBuffer out) {
            return false;
        }

        @Override
        public boolean directory(long dirfd, TextBuffer out) {
            return false;
        }
    }
}
