// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.convert;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a stream of enters and exits one of exits alone: an exit takes what only its enter said
 * into its own parameters, by their names, and the enter is left out.
 *
 * <p>Nothing is lost in silence: {@link #unfinished} counts enters whose exit never came, which
 * {@link #faults} does not call a fault, since a call may last longer than its capture.
 */
public final class ExitsOnly extends ForwardingSource {
    /** Calls that may go on at the same time; the longest of more is given up. */
    static final int MOST_CALLS = 1 << 17;

    /** For each exit and each parameter that only an older enter has, where; -1 for none. */
    private static final int[][] IN_ENTER = inEnter();

    private static final boolean[] FOLDED = foldedCodes();

    private final Map<Long, Event> begun =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Event> eldest) {
                    boolean full = size() > MOST_CALLS;
                    unfinished += full ? 1 : 0;
                    return full;
                }
            };

    /** The codes of enters that are left out. */
    private final boolean[] leftOut;

    private final List<Event> idle = new ArrayList<>();
    private final EventBuilder builder = new EventBuilder();
    private final Event whole = new Event();
    private long folded;
    private long unfinished;

    /** Of a source whose events have numbers of their own; those that remain keep them. */
    public ExitsOnly(EventSource origin) {
        super(origin);
        leftOut = FOLDED;
    }

    /**
     * The same for some exits alone; the enters of others stay where they are.
     *
     * @param exits the codes of those that are to tell all
     */
    public ExitsOnly(EventSource origin, BitSet exits) {
        super(origin);
        leftOut = FOLDED.clone();
        for (int code = 0; code < leftOut.length; code++) {
            leftOut[code] &= exits.get(code | 1);
        }
    }

    /** Whether events of a code are enters whose exits tell the same and more. */
    public static boolean isFolded(int code) {
        return FOLDED[code];
    }

    private static int[][] inEnter() {
        int[][] places = new int[EventTable.size()][];
        for (EventType exit : EventTable.all()) {
            int count = exit.parameters().size();
            int[] of = new int[count];
            EventType enter = EventTable.type(exit.code() & ~1);
            for (int i = 0; i < count; i++) {
                int at = exit.isExit() ? enter.indexOf(exit.parameter(i).name()) : -1;
                boolean same = at >= 0 && enter.parameter(at).type() == exit.parameter(i).type();
                of[i] = same ? at : -1;
            }
            places[exit.code()] = of;
        }
        return places;
    }

    /** Enters of calls that also have exits. */
    private static boolean[] foldedCodes() {
        boolean[] folded = new boolean[EventTable.size()];
        for (EventType type : EventTable.all()) {
            folded[type.code()] =
                    !type.isExit()
                            && type.is(Category.Origin.SYSCALL)
                            && (type.code() | 1) < EventTable.size()
                            && EventTable.type(type.code() | 1).name().equals(type.name());
        }
        return folded;
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        while (origin.next(event, start)) {
            int code = event.code();
            if (leftOut[code]) {
                begin(event);
                continue;
            }
            if ((code & 1) == 1 && leftOut[code - 1]) {
                end(event);
            }
            return true;
        }
        unfinished += begun.size();
        begun.clear();
        return false;
    }

    /** A thread, of the system that it is of: tids are far below 2^32. */
    private long key(Event event) {
        return event.tid() + ((long) origin.system() << 32);
    }

    private void begin(Event enter) {
        folded++;
        Event copy = idle.isEmpty() ? new Event() : idle.removeLast();
        copy.copyFrom(enter);
        Event before = begun.put(key(enter), copy);
        if (before != null) {
            unfinished++;
            idle.add(before);
        }
    }

    private void end(Event exit) {
        if (begun.isEmpty()) {
            return; // as in all captures of today
        }
        Event enter = begun.remove(key(exit));
        if (enter == null) {
            return;
        }
        if (enter.code() == (exit.code() & ~1)) {
            complete(exit, enter);
        } else {
            unfinished++;
        }
        idle.add(enter);
    }

    /** Gives an exit of fewer parameters the ones that follow, as far as the enter has them. */
    private void complete(Event exit, Event enter) {
        EventType type = exit.type();
        int has = exit.parameterCount();
        int count = type.parameters().size();
        int[] places = IN_ENTER[exit.code()];
        int known = has;
        while (known < count && places[known] >= 0 && places[known] < enter.parameterCount()) {
            known++;
        }
        if (known == has || type.form(has) != type) {
            return; // it is whole, or its parameters were others then
        }
        builder.begin(exit.code(), exit.timestamp(), exit.tid(), known);
        for (int i = 0; i < known; i++) {
            Event from = i < has ? exit : enter;
            int at = i < has ? i : places[i];
            builder.bytes(from.bytes(), from.offset(at), from.length(at));
        }
        int cpu = exit.cpu();
        int flags = exit.flags();
        long number = exit.number();
        builder.finish(whole);
        exit.copyFrom(whole);
        exit.origin(cpu, flags);
        exit.number(number);
    }

    /** Enters that were left out. */
    public long folded() {
        return folded;
    }

    /** Of those, how many whose exit never came. */
    public long unfinished() {
        return unfinished;
    }
}
