// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.ffi.NativeFolder;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * LuaJIT's functions. The library lies in the folder {@code native} beside this module's jar or
 * classes, put there by the build: nothing is unpacked when a script runs.
 */
final class LuaLibrary {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = open();

    static final MethodHandle NEW_STATE =
            function("lua_newstate", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    static final MethodHandle CLOSE = function("lua_close", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle OPEN_LIBRARIES =
            function("luaL_openlibs", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle SET_MODE =
            function(
                    "luaJIT_setmode", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    static final MethodHandle SET_HOOK =
            function(
                    "lua_sethook",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
    static final MethodHandle LOAD =
            function(
                    "luaL_loadbufferx",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    static final MethodHandle CALL =
            function(
                    "lua_pcall",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    static final MethodHandle WHERE =
            function("luaL_where", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    static final MethodHandle TOP =
            function("lua_gettop", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    static final MethodHandle SET_TOP =
            function("lua_settop", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    static final MethodHandle PUSH_VALUE =
            function("lua_pushvalue", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    static final MethodHandle TYPE =
            function("lua_type", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    static final MethodHandle TO_NUMBER =
            function("lua_tonumber", FunctionDescriptor.of(JAVA_DOUBLE, ADDRESS, JAVA_INT));
    static final MethodHandle TO_BOOLEAN =
            function("lua_toboolean", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    static final MethodHandle TO_BYTES =
            function("lua_tolstring", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
    static final MethodHandle TO_POINTER =
            function("lua_touserdata", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    static final MethodHandle PUSH_NIL =
            function("lua_pushnil", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle PUSH_NUMBER =
            function("lua_pushnumber", FunctionDescriptor.ofVoid(ADDRESS, JAVA_DOUBLE));
    static final MethodHandle PUSH_BOOLEAN =
            function("lua_pushboolean", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    static final MethodHandle PUSH_BYTES =
            function("lua_pushlstring", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
    static final MethodHandle PUSH_POINTER =
            function("lua_pushlightuserdata", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
    static final MethodHandle PUSH_FUNCTION =
            function("lua_pushcclosure", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT));
    static final MethodHandle NEW_TABLE =
            function("lua_createtable", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT));
    static final MethodHandle RAW_GET =
            function("lua_rawget", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    static final MethodHandle RAW_SET =
            function("lua_rawset", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    static final MethodHandle RAW_SET_INDEX =
            function("lua_rawseti", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT));
    static final MethodHandle NEXT =
            function("lua_next", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private static final FunctionDescriptor ALLOCATOR =
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor HOOK = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
    private static final FunctionDescriptor FUNCTION = FunctionDescriptor.of(JAVA_INT, ADDRESS);

    static final MethodHandle REALLOCATE =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("realloc"),
                    FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG));
    static final MethodHandle FREE =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));

    /**
     * What ends a script as a hook. It has the registers of a hook as arguments, of which it takes
     * the second for a text: there an event's number lies, 3, and zeros behind it.
     */
    static final MemorySegment RAISE = LIBRARY.findOrThrow("luaL_error");

    private LuaLibrary() {}

    static MemorySegment allocator(MethodHandle target, Arena arena) {
        return LINKER.upcallStub(target, ALLOCATOR, arena);
    }

    static MemorySegment hook(MethodHandle target, Arena arena) {
        return LINKER.upcallStub(target, HOOK, arena);
    }

    static MemorySegment function(MethodHandle target, Arena arena) {
        return LINKER.upcallStub(target, FUNCTION, arena);
    }

    /** The address of a function of the library that Lua itself calls. */
    static MemorySegment address(String name) {
        return LIBRARY.findOrThrow(name);
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(name), descriptor);
    }

    private static SymbolLookup open() {
        Path file = NativeFolder.file(LuaLibrary.class, name());
        if (!Files.isRegularFile(file)) {
            throw new UnsatisfiedLinkError("scripts need " + file + ", which is not there");
        }
        return SymbolLookup.libraryLookup(file, Arena.global());
    }

    private static String name() {
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return machine.equals("aarch64") ? "libluajitarm64.so" : "libluajit64.so";
    }
}
