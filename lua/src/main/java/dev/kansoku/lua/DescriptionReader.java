// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a chisel says of itself in its globals. */
final class DescriptionReader {
    /** A script that declares more is wrong. */
    private static final int MOST_ARGUMENTS = 64;

    private DescriptionReader() {}

    static ChiselDescription read(LuaState lua, String name) throws LuaException {
        String description = global(lua, "description");
        String summary = global(lua, "short_description");
        String category = global(lua, "category");
        lua.getGlobal("hidden");
        boolean hidden = lua.bool(-1);
        lua.top(-2);
        return new ChiselDescription(
                name,
                description == null ? "" : description,
                summary == null ? "" : summary,
                category == null ? "" : category,
                hidden,
                arguments(lua, name));
    }

    private static List<ChiselArgument> arguments(LuaState lua, String name) throws LuaException {
        lua.getGlobal("args");
        if (lua.type(-1) != LuaState.TABLE) {
            lua.getGlobal("view_info");
            boolean view = lua.type(-1) == LuaState.TABLE;
            throw new LuaException(
                    view
                            ? name + " is a view of csysdig, not a chisel"
                            : name + " is no chisel: it has no table args");
        }
        List<ChiselArgument> arguments = new ArrayList<>();
        lua.pushNil();
        while (lua.next()) {
            if (lua.type(-1) != LuaState.TABLE || arguments.size() == MOST_ARGUMENTS) {
                throw new LuaException(name + ": args is no list of arguments");
            }
            arguments.add(
                    new ChiselArgument(
                            TableReader.text(lua, "name", name + ": an argument"),
                            orEmpty(TableReader.optionalText(lua, "description")),
                            orEmpty(TableReader.optionalText(lua, "argtype")),
                            TableReader.bool(lua, "optional")));
            lua.top(-2);
        }
        lua.top(-2);
        return arguments;
    }

    private static @Nullable String global(LuaState lua, String key) {
        lua.getGlobal(key);
        String text = lua.text(-1);
        lua.top(-2);
        return text;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
