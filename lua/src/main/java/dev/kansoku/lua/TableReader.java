// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import org.jspecify.annotations.Nullable;

/** Reads members of the table on top of the stack, and leaves it there. */
final class TableReader {
    private TableReader() {}

    static @Nullable String optionalText(LuaState lua, String key) {
        lua.getField(key);
        String text = lua.text(-1);
        lua.top(-2);
        return text;
    }

    /**
     * @param whose for the message
     */
    static String text(LuaState lua, String key, String whose) throws LuaException {
        String text = optionalText(lua, key);
        if (text == null || text.isEmpty()) {
            throw new LuaException(whose + " has no " + key);
        }
        return text;
    }

    static boolean bool(LuaState lua, String key) {
        lua.getField(key);
        boolean value = lua.bool(-1);
        lua.top(-2);
        return value;
    }
}
