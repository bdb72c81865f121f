// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the Lua scripts of users: chisels, which are told of events and print what they make of
 * them, and views, which say what columns a table of events has.
 *
 * <p>Lua itself is LuaJIT with its compiler off, called through the foreign-function API: {@link
 * LuaLibrary} has its functions, {@link LuaState} is one interpreter with its limits, {@link
 * Chisel} a script that runs in one. The rest is what scripts may call. Who uses the module says by
 * a {@link ChiselHost} what surrounds a script. See {@code docs/lua.md}.
 */
@NullMarked
package dev.kansoku.lua;

import org.jspecify.annotations.NullMarked;
