// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.FilterReader;
import dev.kansoku.filter.ShownOperand;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Macros;
import dev.kansoku.filter.syntax.SysdigParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads view files of csysdig: Lua scripts whose global {@code view_info} is a table. */
public final class ViewFile {
    /** A list that is longer is wrong. */
    private static final int MOST = 256;

    private final LuaState lua;
    private final String name;

    private ViewFile(LuaState lua, String name) {
        this.lua = lua;
        this.name = name;
    }

    /** Runs a view file, which can compute and nothing else, and reads what it says. */
    public static View read(Path file) throws LuaException {
        try (LuaState lua = new LuaState(LuaLimits.DEFAULT)) {
            lua.openLibrary("luaopen_base", "");
            lua.openLibrary("luaopen_table", "table");
            lua.openLibrary("luaopen_string", "string");
            lua.openLibrary("luaopen_math", "math");
            for (String function :
                    List.of("dofile", "loadfile", "load", "loadstring", "newproxy")) {
                lua.pushNil();
                lua.setGlobal(function);
            }
            lua.load(ScriptFolders.read(file), "@" + file);
            lua.call(0, 0);
            return new ViewFile(lua, Chisel.name(file)).view();
        }
    }

    /**
     * What is wrong with a view's fields and filter; empty where nothing is.
     *
     * @param fields those that there are
     */
    public static List<String> complaints(View view, FieldCatalogue<EventContext> fields) {
        List<String> complaints = new ArrayList<>();
        for (View.Column column : view.columns()) {
            try {
                ShownOperand.of(SysdigParser.operand(column.field(), 0), column.field(), fields);
            } catch (FilterException e) {
                complaints.add(view.id() + ": column " + column.name() + ": " + e.getMessage());
            }
        }
        try {
            if (!view.filter().isBlank()) {
                new FilterReader<>(fields, Macros.NONE).read(view.filter(), Dialect.SYSDIG);
            }
        } catch (FilterException e) {
            complaints.add(view.id() + ": filter: " + e.getMessage());
        }
        return complaints;
    }

    private View view() throws LuaException {
        lua.getGlobal("view_info");
        if (lua.type(-1) != LuaState.TABLE) {
            throw new LuaException(name + " is no view: it has no table view_info");
        }
        String type = text("view_type");
        return new View(
                required("id"),
                required("name"),
                text("description"),
                texts("tips"),
                texts("tags"),
                switch (type) {
                    case "", "table" -> View.Type.TABLE;
                    case "list" -> View.Type.LIST;
                    case "spectrogram" -> View.Type.SPECTROGRAM;
                    default -> throw new LuaException(name + ": there is no view_type " + type);
                },
                text("filter"),
                texts("applies_to"),
                text("drilldown_target"),
                TableReader.bool(lua, "use_defaults"),
                TableReader.bool(lua, "is_root"),
                list("columns", this::column),
                list("actions", this::action));
    }

    private View.Column column() throws LuaException {
        lua.getField("colsize");
        int width = (int) Math.clamp(lua.number(-1), 0, 10_000);
        lua.top(-2);
        return new View.Column(
                required("name"),
                required("field"),
                text("description"),
                width,
                TableReader.bool(lua, "is_key"),
                TableReader.bool(lua, "is_groupby_key"),
                TableReader.bool(lua, "is_sorting"),
                aggregation("aggregation"),
                aggregation("groupby_aggregation"),
                texts("tags"));
    }

    private View.Action action() throws LuaException {
        String key = required("hotkey");
        if (key.length() != 1) {
            throw new LuaException(name + ": an action's hotkey is one character, not " + key);
        }
        return new View.Action(
                key.charAt(0),
                required("command"),
                text("description"),
                TableReader.bool(lua, "ask_confirmation"));
    }

    private View.Aggregation aggregation(String key) throws LuaException {
        String text = text(key);
        if (text.isEmpty()) {
            return View.Aggregation.NONE;
        }
        try {
            return View.Aggregation.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new LuaException(name + ": there is no " + key + " " + text);
        }
    }

    /** Reads the member of a list that is on top of the stack. */
    @FunctionalInterface
    private interface Member<T> {
        T read() throws LuaException;
    }

    private <T> List<T> list(String key, Member<T> member) throws LuaException {
        List<T> members = new ArrayList<>();
        lua.getField(key);
        if (lua.type(-1) == LuaState.TABLE) {
            lua.pushNil();
            while (lua.next()) {
                if (lua.type(-1) != LuaState.TABLE || members.size() == MOST) {
                    throw new LuaException(name + ": " + key + " is no list of tables");
                }
                members.add(member.read());
                lua.top(-2);
            }
        }
        lua.top(-2);
        return members;
    }

    private List<String> texts(String key) throws LuaException {
        List<String> texts = new ArrayList<>();
        lua.getField(key);
        if (lua.type(-1) == LuaState.TABLE) {
            lua.pushNil();
            while (lua.next()) {
                @Nullable String text = lua.text(-1);
                if (text == null || texts.size() == MOST) {
                    throw new LuaException(name + ": " + key + " is no list of texts");
                }
                texts.add(text);
                lua.top(-2);
            }
        }
        lua.top(-2);
        return texts;
    }

    private String text(String key) {
        String text = TableReader.optionalText(lua, key);
        return text == null ? "" : text;
    }

    private String required(String key) throws LuaException {
        return TableReader.text(lua, key, name);
    }
}
