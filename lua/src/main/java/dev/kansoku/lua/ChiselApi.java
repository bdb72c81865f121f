// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import dev.kansoku.event.Symbols;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.FilterReader;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Macros;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of {@code chisel} and {@code evt}, and with them those of {@code sysdig}. */
final class ChiselApi {
    private static final long SECOND = 1_000_000_000L;

    private final ChiselHost host;
    private final ChiselWishes wishes;
    private final FieldHandles fields = new FieldHandles();
    private final SystemApi system;
    private @Nullable EventContext context;
    private @Nullable BufferForm form;
    private @Nullable String format;

    ChiselApi(ChiselHost host, ChiselWishes wishes) {
        this.host = host;
        this.wishes = wishes;
        this.system = new SystemApi(host, wishes, this);
    }

    /** From now on, functions are about this event. */
    void at(EventContext context) {
        this.context = context;
    }

    /** Shows buffers in another form from now on. */
    void show(@Nullable BufferForm buffers) throws LuaException {
        form = buffers;
        fields.reread(catalogue());
        if (format != null) {
            setFormatter(format);
        }
    }

    private FieldCatalogue<EventContext> catalogue() {
        return host.fields(form == null ? BufferForm.DOTS : form);
    }

    /** What is known at the event at hand; null before the first. */
    @Nullable EventContext context() {
        return context;
    }

    void register(LuaState lua) {
        FunctionTable events = new FunctionTable(lua);
        events.add("field", this::field);
        events.add("get_num", this::number);
        events.add("get_ts", this::timestamp);
        events.add("get_type", this::type);
        events.add("get_cpuid", this::cpu);
        events.end("evt");

        FunctionTable chisel = new FunctionTable(lua);
        chisel.add("request_field", this::requestField);
        chisel.add(
                "set_filter",
                state -> {
                    wishes.filter = filter(state, "chisel.set_filter");
                    return 0;
                });
        chisel.add("set_event_formatter", this::setFormatter);
        chisel.add("set_interval_s", state -> interval(state, SECOND, false));
        chisel.add("set_interval_ns", state -> interval(state, 1, false));
        chisel.add("set_precise_interval_ns", state -> interval(state, 1, true));
        chisel.add("exec", this::exec);
        chisel.end("chisel");

        system.register(lua);
    }

    private int field(LuaState lua) throws LuaException {
        EventContext now = event("evt.field");
        if (lua.type(1) <= LuaState.NIL) {
            lua.pushNil();
        } else {
            fields.push(lua.pointer(1), now, lua);
        }
        return 1;
    }

    private int number(LuaState lua) throws LuaException {
        lua.push((double) event("evt.get_num").event().number());
        return 1;
    }

    private int timestamp(LuaState lua) throws LuaException {
        long time = event("evt.get_ts").event().timestamp();
        lua.push((double) (time / SECOND));
        lua.push((double) (time % SECOND));
        return 2;
    }

    private int type(LuaState lua) throws LuaException {
        Event event = event("evt.get_type").event();
        lua.push(Symbols.typeName(event));
        return 1;
    }

    private int cpu(LuaState lua) throws LuaException {
        lua.push((double) event("evt.get_cpuid").event().cpu());
        return 1;
    }

    private EventContext event(String function) throws LuaException {
        EventContext now = context;
        if (now == null) {
            throw new LuaException(function + " was called where there is no event");
        }
        return now;
    }

    private int requestField(LuaState lua) throws LuaException {
        String name = lua.text(1);
        if (name == null) {
            throw new LuaException("chisel.request_field needs a field's name");
        }
        wishes.load |= name.startsWith("thread.cpu");
        lua.pushPointer(fields.request(name, catalogue()));
        return 1;
    }

    /** The filter that is the first argument; null for an empty one. */
    @Nullable Filter<EventContext> filter(LuaState lua, String function) throws LuaException {
        String text = lua.text(1);
        if (text == null) {
            throw new LuaException(function + " needs a filter");
        }
        return filter(text, function);
    }

    @Nullable Filter<EventContext> filter(String text, String function) throws LuaException {
        if (text.isBlank()) {
            return null;
        }
        try {
            wishes.load |= text.contains(Chisel.PROCESS_LOAD);
            return Filter.of(
                    new FilterReader<>(catalogue(), Macros.NONE).read(text, Dialect.SYSDIG).plan(),
                    catalogue());
        } catch (FilterException e) {
            throw new LuaException(function + ": " + e.report());
        }
    }

    private int setFormatter(LuaState lua) throws LuaException {
        String text = lua.text(1);
        if (text == null) {
            throw new LuaException("chisel.set_event_formatter needs a format");
        }
        setFormatter(text);
        return 0;
    }

    private void setFormatter(String text) throws LuaException {
        try {
            format = text;
            wishes.formatter = TextFormat.compile(text, catalogue());
        } catch (FilterException e) {
            throw new LuaException("chisel.set_event_formatter: " + e.report());
        }
    }

    private int interval(LuaState lua, long unit, boolean precise) throws LuaException {
        double nanos = lua.number(1) * unit;
        if (!(nanos >= 1 && nanos < Long.MAX_VALUE / 1024.0)) {
            throw new LuaException("an interval needs a length above 0");
        }
        wishes.every = (long) nanos;
        wishes.precise = precise;
        return 0;
    }

    private int exec(LuaState lua) throws LuaException {
        String name = lua.text(1);
        if (name == null) {
            throw new LuaException("chisel.exec needs a script's name");
        }
        List<String> arguments = new ArrayList<>();
        int count = lua.top();
        for (int i = 2; i <= count; i++) {
            String argument = lua.text(i);
            if (argument == null) {
                break;
            }
            arguments.add(argument);
        }
        wishes.successor = new ChiselWishes.Successor(name, arguments);
        return 0;
    }
}
