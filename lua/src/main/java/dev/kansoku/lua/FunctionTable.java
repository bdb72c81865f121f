// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

/** Makes a table of functions, a global of scripts. */
final class FunctionTable {
    private final LuaState lua;

    FunctionTable(LuaState lua) {
        this.lua = lua;
        lua.pushTable();
    }

    void add(String name, LuaFunction function) {
        lua.push(function);
        lua.setField(name);
    }

    void end(String name) {
        lua.setGlobal(name);
    }
}
