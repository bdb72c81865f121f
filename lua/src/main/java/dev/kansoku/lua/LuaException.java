// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

/**
 * A script is wrong, or did what it may not: the message names file and line where there is one.
 */
public final class LuaException extends Exception {
    private static final long serialVersionUID = 1L;

    public LuaException(String message) {
        super(message);
    }
}
