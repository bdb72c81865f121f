// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

/** A function that scripts call. */
@FunctionalInterface
interface LuaFunction {
    /**
     * Takes its arguments from the stack, from index 1 on, and leaves its results on top.
     *
     * @return how many results there are
     * @throws LuaException ends the script, which cannot catch it
     */
    int call(LuaState lua) throws LuaException;
}
