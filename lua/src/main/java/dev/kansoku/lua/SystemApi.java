// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.event.start.MachineEntry;
import org.jspecify.annotations.Nullable;

/** The functions of {@code sysdig}. */
final class SystemApi {
    private static final long SECOND = 1_000_000_000L;

    /** What a script asks for has this many bytes at most. */
    private static final int MOST_SNAPLEN = 65_535;

    private final ChiselHost host;
    private final ChiselWishes wishes;
    private final ChiselApi api;
    private final StateTables tables;
    private final Datagrams datagrams = new Datagrams();

    SystemApi(ChiselHost host, ChiselWishes wishes, ChiselApi api) {
        this.host = host;
        this.wishes = wishes;
        this.api = api;
        this.tables = new StateTables(api);
    }

    void register(LuaState lua) {
        FunctionTable system = new FunctionTable(lua);
        addSettings(system);
        addFacts(system);
        addTimes(system);
        system.add("get_thread_table", state -> tables.threads(state, true, false));
        system.add("get_thread_table_nofds", state -> tables.threads(state, false, false));
        system.add("get_thread_table_barebone", state -> tables.threads(state, true, true));
        system.add("get_thread_table_barebone_nofds", state -> tables.threads(state, false, true));
        system.add("get_container_table", tables::containers);
        system.add(
                "udp_setpeername",
                state -> {
                    datagrams.peer(text(state, 1, "an address"), text(state, 2, "a port"));
                    return 0;
                });
        system.add(
                "udp_send",
                state -> {
                    byte[] message = state.bytes(1);
                    datagrams.send(message == null ? new byte[0] : message);
                    return 0;
                });
        system.end("sysdig");
    }

    private void addSettings(FunctionTable system) {
        system.add(
                "set_filter",
                state -> {
                    wishes.globalFilter = api.filter(state, "sysdig.set_filter");
                    return 0;
                });
        system.add(
                "set_snaplen",
                state -> {
                    wishes.snaplen = (int) Math.clamp(state.number(1), 0, MOST_SNAPLEN);
                    return 0;
                });
        system.add("set_output_format", this::outputFormat);
        system.add("set_fatfile_dump_mode", _ -> 0);
        system.add(
                "end_capture",
                _ -> {
                    wishes.ends = true;
                    return 0;
                });
        SystemFunction run =
                name ->
                        _ -> {
                            throw new LuaException(
                                    name + " runs another command, which a script may not");
                        };
        system.add("run_sysdig", run.named("sysdig.run_sysdig"));
        system.add("run_app", run.named("sysdig.run_app"));
        system.add(
                "log",
                state -> {
                    host.note(text(state, 1, "a message"));
                    return 0;
                });
        system.add("push_metric", _ -> 0);
    }

    /** Makes a function that knows its name. */
    @FunctionalInterface
    private interface SystemFunction {
        LuaFunction named(String name);
    }

    private void addFacts(FunctionTable system) {
        system.add("is_live", state -> push(state, host.live()));
        system.add("is_tty", state -> push(state, host.terminal()));
        system.add("is_print_container_data", state -> push(state, host.showsContainers()));
        system.add("get_filter", state -> push(state, host.filter()));
        system.add("get_output_format", state -> push(state, host.json() ? "json" : "normal"));
        system.add("get_evtsource_name", state -> push(state, host.source()));
        system.add(
                "get_read_progress",
                state -> {
                    state.push(host.progress());
                    return 1;
                });
        system.add(
                "get_terminal_info",
                state -> {
                    ChiselHost.Size size = host.size();
                    state.pushTable();
                    state.push((double) size.width());
                    state.setField("width");
                    state.push((double) size.height());
                    state.setField("height");
                    return 1;
                });
        system.add("get_machine_info", this::machine);
    }

    private void addTimes(FunctionTable system) {
        system.add("get_firstevent_ts", state -> push(state, Long.toString(time(true))));
        system.add("get_lastevent_ts", state -> push(state, Long.toString(time(false))));
        system.add(
                "make_ts",
                state ->
                        push(
                                state,
                                Long.toUnsignedString(
                                        (long) state.number(1) * SECOND + (long) state.number(2))));
        system.add(
                "add_ts",
                state -> push(state, Long.toUnsignedString(stamp(state, 1) + stamp(state, 2))));
        system.add(
                "subtract_ts",
                state -> push(state, Long.toUnsignedString(stamp(state, 1) - stamp(state, 2))));
    }

    private long time(boolean first) {
        EventContext context = api.context();
        if (context == null) {
            return 0;
        }
        return first ? context.firstTimestamp() : context.event().timestamp();
    }

    private int machine(LuaState lua) {
        EventContext context = api.context();
        MachineEntry machine = context == null ? null : context.state().machine();
        if (machine == null) {
            lua.pushNil();
            return 1;
        }
        lua.pushTable();
        lua.push((double) machine.cpus());
        lua.setField("num_cpus");
        lua.push((double) machine.memoryBytes());
        lua.setField("memory_size_bytes");
        lua.push((double) machine.maxPid());
        lua.setField("max_pid");
        lua.push(machine.hostname());
        lua.setField("hostname");
        return 1;
    }

    private int outputFormat(LuaState lua) throws LuaException {
        String format = text(lua, 1, "a format");
        if (host.json()) {
            // The user's own choice goes before the script's.
            return 0;
        }
        api.show(
                switch (format) {
                    case "normal", "json", "simple" -> null;
                    case "ascii" -> BufferForm.ASCII;
                    case "hex" -> BufferForm.HEX;
                    case "hexascii" -> BufferForm.HEX_ASCII;
                    case "base64", "jsonbase64" -> BufferForm.BASE64;
                    default ->
                            throw new LuaException(
                                    "sysdig.set_output_format knows no \"" + format + "\"");
                });
        return 0;
    }

    private static long stamp(LuaState lua, int index) throws LuaException {
        String text = text(lua, index, "a time of sysdig.make_ts");
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new LuaException("\"" + text + "\" is no time of sysdig.make_ts");
        }
    }

    private static String text(LuaState lua, int index, String what) throws LuaException {
        @Nullable String text = lua.text(index);
        if (text == null) {
            throw new LuaException(what + " is missing as argument " + index);
        }
        return text;
    }

    private static int push(LuaState lua, boolean value) {
        lua.push(value);
        return 1;
    }

    private static int push(LuaState lua, String value) {
        lua.push(value);
        return 1;
    }
}
