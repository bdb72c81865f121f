// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

/**
 * What a script may use.
 *
 * @param instructions of Lua's machine in one call of a callback
 * @param memory bytes that everything it holds may take
 */
public record LuaLimits(long instructions, long memory) {
    /** A few seconds of computing in a callback, and 256 MiB. */
    public static final LuaLimits DEFAULT = new LuaLimits(500_000_000, 256 << 20);
}
