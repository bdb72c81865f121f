// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chisel: a script that is told of events. Its order of life: {@link #open}, {@link #start},
 * {@link #accept} for each event, {@link #end}. Belongs to one thread.
 */
public final class Chisel implements AutoCloseable {
    static final String PROCESS_LOAD = "procinfo";
    private static final long SECOND = 1_000_000_000L;

    /** Scripts that run others in their place, and those others: not for ever. */
    private static final int MOST_SUCCESSORS = 8;

    private final ChiselHost host;
    private final ScriptFolders folders;
    private final @Nullable LuaLimits limits;
    private final ChiselWishes wishes = new ChiselWishes();
    private final String name;
    private final LuaState lua;
    private final ChiselApi api;
    private final ChiselDescription description;
    private @Nullable Chisel successor;
    private boolean hasEvents;
    private boolean captureStarted;
    private boolean begun;
    private long sample;
    private long lastInterval;
    private long first;
    private long last;
    private boolean leftOut;

    private Chisel(Path file, ChiselHost host, ScriptFolders folders, @Nullable LuaLimits limits)
            throws LuaException {
        this.host = host;
        this.folders = folders;
        this.limits = limits;
        this.name = name(file);
        this.lua = new LuaState(limits);
        boolean done = false;
        try {
            this.api = new ChiselApi(host, wishes);
            new ScriptEnvironment(folders, file, host, wishes, limits == null).prepare(lua);
            api.register(lua);
            lua.load(ScriptFolders.read(file), "@" + file);
            lua.call(0, 0);
            this.description = DescriptionReader.read(lua, name);
            done = true;
        } finally {
            if (!done) {
                lua.close();
            }
        }
    }

    /**
     * Loads a script and runs its main part, which declares what it is.
     *
     * @param limits what it may use, or null for everything
     */
    public static Chisel open(
            Path file, ChiselHost host, ScriptFolders folders, @Nullable LuaLimits limits)
            throws LuaException {
        return new Chisel(file, host, folders, limits);
    }

    public ChiselDescription description() {
        return description;
    }

    /** Whether scripts see an event that others do not: what the recorder said of CPU use. */
    public static boolean wantsHidden(Event event) {
        return event.type().name().equals(PROCESS_LOAD);
    }

    /** Bytes of data that the script wants events to carry; 0 where it did not say. */
    public int snaplen() {
        return successor == null ? wishes.snaplen : successor.snaplen();
    }

    /**
     * Gives the script its arguments and initializes it, or the script that it has run in its
     * place.
     */
    public void start(List<String> arguments) throws LuaException {
        start(arguments, 0);
    }

    private void start(List<String> arguments, int before) throws LuaException {
        give(arguments);
        if (function("on_init")) {
            lua.call(0, 1);
            boolean yes = lua.bool(-1);
            lua.top(-2);
            if (!yes && wishes.successor == null && !wishes.exits) {
                throw new LuaException(name + ": on_init returned no true");
            }
        }
        ChiselWishes.Successor next = wishes.successor;
        if (next != null) {
            if (before == MOST_SUCCESSORS) {
                throw new LuaException(name + ": too many chisel.exec after each other");
            }
            Path file = folders.find(next.name());
            if (file == null) {
                throw new LuaException(
                        name + ": chisel.exec finds no script \"" + next.name() + "\"");
            }
            successor = open(file, host, folders, limits);
            successor.start(next.arguments(), before + 1);
        }
        hasEvents = has("on_event");
    }

    private void give(List<String> arguments) throws LuaException {
        List<ChiselArgument> declared = description.arguments();
        long required = declared.stream().filter(argument -> !argument.optional()).count();
        if (arguments.size() < required || arguments.size() > declared.size()) {
            throw new LuaException(
                    name
                            + " takes "
                            + (required == declared.size()
                                    ? String.valueOf(required)
                                    : required + " to " + declared.size())
                            + " arguments, not "
                            + arguments.size());
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (!function("on_set_arg")) {
                throw new LuaException(name + " has arguments and no on_set_arg");
            }
            lua.push(declared.get(i).name());
            lua.push(arguments.get(i));
            lua.call(2, 1);
            boolean taken = lua.bool(-1);
            lua.top(-2);
            if (!taken) {
                throw new LuaException(
                        name
                                + " does not take \""
                                + arguments.get(i)
                                + "\" as its argument "
                                + declared.get(i).name());
            }
        }
    }

    /**
     * Shows the script an event.
     *
     * @return whether it wants more
     */
    public boolean accept(EventContext context) throws LuaException {
        if (successor != null) {
            return successor.accept(context);
        }
        if (wishes.exits) {
            return false;
        }
        if (wantsHidden(context.event()) && !wantsLoad()) {
            leftOut = true;
            return true;
        }
        return show(context);
    }

    private boolean show(EventContext context) throws LuaException {
        last = context.event().timestamp();
        first = first == 0 ? last : first;
        api.at(context);
        startCapture(context);
        passIntervals(context.event().timestamp());
        if (!isWanted(context)) {
            return !isDone();
        }
        boolean shown = true;
        if (hasEvents && function("on_event")) {
            lua.call(0, 1);
            shown = lua.bool(-1);
            lua.top(-2);
        }
        if (isDone()) {
            return false;
        }
        if (shown) {
            format(context);
        }
        return true;
    }

    /** Whether it, or the user for it, asks for the events that tell of CPU use. */
    public boolean wantsLoad() {
        if (successor != null) {
            return successor.wantsLoad();
        }
        return wishes.load || host.filter().contains(PROCESS_LOAD);
    }

    private boolean isDone() {
        return wishes.ends || wishes.exits;
    }

    private boolean isWanted(EventContext context) {
        return (wishes.globalFilter == null || wishes.globalFilter.matches(context))
                && (wishes.filter == null || wishes.filter.matches(context));
    }

    private void format(EventContext context) {
        if (wishes.formatter != null) {
            TextBuffer output = host.output();
            if (wishes.formatter.write(context, output)) {
                output.put('\n');
                host.printed();
            }
        }
    }

    private void startCapture(EventContext context) throws LuaException {
        if (captureStarted) {
            return;
        }
        captureStarted = true;
        api.at(context);
        if (function("on_capture_start")) {
            lua.call(0, 1);
            boolean yes = lua.bool(-1);
            lua.top(-2);
            if (!yes && !isDone()) {
                throw new LuaException(name + ": on_capture_start returned no true");
            }
        }
    }

    private void passIntervals(long now) throws LuaException {
        long every = wishes.every;
        if (!begun) {
            begun = true;
            sample = every == 0 || wishes.precise ? now : now - Math.floorMod(now, every);
            return;
        }
        if (every == 0) {
            return;
        }
        if (wishes.precise) {
            // Time that jumps far is no reason to call for ever.
            long from = Math.max(sample, now - Math.multiplyExact(every, 1000));
            for (; now - from >= every && !isDone(); from += every) {
                interval(from, every);
            }
            sample = from;
            return;
        }
        long next = now - Math.floorMod(now, every);
        if (next != sample) {
            long delta = lastInterval == 0 ? 0 : now - lastInterval;
            if (lastInterval == 0 || delta != 0) {
                interval(now, delta);
                sample = next;
                lastInterval = now;
            }
        }
    }

    private void interval(long time, long delta) throws LuaException {
        if (!function("on_interval")) {
            throw new LuaException(name + " asked for intervals and has no on_interval");
        }
        pushTime(time);
        lua.push((double) delta);
        lua.call(3, 1);
        boolean on = lua.bool(-1);
        lua.top(-2);
        if (!on && !isDone()) {
            throw new LuaException(name + " ended: on_interval returned no true");
        }
    }

    /**
     * Tells the script that there are no more events.
     *
     * @param context with the last event, if there was one
     */
    public void end(EventContext context) throws LuaException {
        if (successor != null) {
            successor.end(context);
            return;
        }
        if (wishes.exits) {
            return;
        }
        if (leftOut && first == 0 && wishes.filter == null && wishes.globalFilter == null) {
            // All that the capture has: a script that lists what there was needs an event.
            show(context);
        }
        startCapture(context);
        if (function("on_capture_end")) {
            long from = first == 0 ? context.firstTimestamp() : Math.min(first, shownFrom(context));
            long to = Math.max(last, context.previousTimestamp());
            pushTime(to);
            lua.push((double) (to - from));
            lua.call(3, 0);
        } else if (wishes.every > 0 && !wishes.precise && last != 0 && !isDone()) {
            // What came since the last interval would be lost to a script without an end.
            interval(last, lastInterval == 0 ? 0 : last - lastInterval);
        }
    }

    /** Where the capture begins for those who see no hidden events; for ever where it does not. */
    private static long shownFrom(EventContext context) {
        return context.firstTimestamp() == 0 ? Long.MAX_VALUE : context.firstTimestamp();
    }

    private void pushTime(long time) {
        lua.push((double) (time / SECOND));
        lua.push((double) (time % SECOND));
    }

    private boolean has(String callback) {
        boolean there = function(callback);
        if (there) {
            lua.top(-2);
        }
        return there;
    }

    /** Pushes a callback; false where the script has none, and nothing is pushed. */
    private boolean function(String callback) {
        lua.getGlobal(callback);
        if (lua.type(-1) == LuaState.FUNCTION) {
            return true;
        }
        lua.top(-2);
        return false;
    }

    @Override
    public void close() {
        if (successor != null) {
            successor.close();
        }
        lua.close();
    }

    static String name(Path file) {
        String last = String.valueOf(file.getFileName());
        return last.endsWith(".lua") ? last.substring(0, last.length() - 4) : last;
    }
}
