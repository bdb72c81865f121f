// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The library that a script finds: Lua's own, less what reaches out of it. */
final class ScriptEnvironment {
    private static final String PRELUDE = "prelude.lua";

    /** Lua's parts that do not reach out, and the names that they go by. */
    private static final List<List<String>> PARTS =
            List.of(
                    List.of("luaopen_base", ""),
                    List.of("luaopen_table", "table"),
                    List.of("luaopen_string", "string"),
                    List.of("luaopen_math", "math"),
                    List.of("luaopen_bit", "bit"));

    private final ScriptFolders folders;
    private final @Nullable Path beside;
    private final ChiselHost host;
    private final ChiselWishes wishes;
    private final boolean everything;

    /**
     * @param file the script's: what it requires may lie beside it
     * @param everything whether the script may have all of Lua
     */
    ScriptEnvironment(
            ScriptFolders folders,
            Path file,
            ChiselHost host,
            ChiselWishes wishes,
            boolean everything) {
        this.folders = folders;
        this.beside = file.toAbsolutePath().getParent();
        this.host = host;
        this.wishes = wishes;
        this.everything = everything;
    }

    void prepare(LuaState lua) throws LuaException {
        if (everything) {
            lua.openLibraries();
            extendPath(lua);
        } else {
            for (List<String> part : PARTS) {
                lua.openLibrary(part.getFirst(), part.getLast());
            }
        }
        lua.load(prelude(), "=" + PRELUDE);
        lua.push(this::write);
        lua.push(this::library);
        lua.push(
                state -> {
                    state.push(System.nanoTime() / 1e9);
                    return 1;
                });
        lua.push(
                state -> {
                    state.push((double) (System.currentTimeMillis() / 1000));
                    return 1;
                });
        lua.push(
                _ -> {
                    wishes.exits = true;
                    throw new LuaException("the script ended by os.exit");
                });
        lua.push(everything);
        lua.call(6, 0);
    }

    private void extendPath(LuaState lua) {
        lua.getGlobal("package");
        StringBuilder path = new StringBuilder();
        String known = TableReader.optionalText(lua, "path");
        if (beside != null) {
            path.append(beside).append("/?.lua;");
        }
        for (Path folder : folders.folders()) {
            path.append(folder).append("/?.lua;");
        }
        lua.push(path.append(known == null ? "" : known).toString());
        lua.setField("path");
        lua.top(-2);
    }

    private int write(LuaState lua) throws LuaException {
        int count = lua.top();
        for (int i = 1; i <= count; i++) {
            byte[] bytes = lua.bytes(i);
            if (bytes == null) {
                throw new LuaException("only texts and numbers can be written");
            }
            host.output().put(bytes);
        }
        host.printed();
        return 0;
    }

    private int library(LuaState lua) throws LuaException {
        String name = lua.text(1);
        Path file = name == null ? null : folders.library(name, beside);
        if (file == null) {
            lua.pushNil();
            lua.push(" beside the script or in " + folders.folders());
        } else {
            lua.push(ScriptFolders.read(file));
            lua.push(file.toString());
        }
        return 2;
    }

    private static byte[] prelude() throws LuaException {
        try (InputStream in = ScriptEnvironment.class.getResourceAsStream(PRELUDE)) {
            if (in == null) {
                throw new LuaException("this program lacks its " + PRELUDE);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new LuaException("cannot read " + PRELUDE + ": " + e.getMessage());
        }
    }
}
