// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where scripts and their libraries are looked for. Immutable.
 *
 * @param folders the first that has a script is where it is from
 */
public record ScriptFolders(List<Path> folders) {
    /** A script that is longer is none. */
    private static final long LONGEST = 16 << 20;

    private static final String ENDING = ".lua";
    private static final String SYSTEM = "/usr/share/sysdig/chisels";

    public ScriptFolders {
        folders = List.copyOf(folders);
    }

    /**
     * The family's folders.
     *
     * @param first folders with semicolons between, as {@code SYSDIG_CHISEL_DIR} has them, or null
     * @param home the user's
     */
    public static ScriptFolders usual(@Nullable String first, @Nullable String home) {
        List<Path> folders = new ArrayList<>();
        if (first != null) {
            for (String folder : first.split(";", -1)) {
                if (!folder.isBlank()) {
                    folders.add(Path.of(folder.strip()));
                }
            }
        }
        folders.add(Path.of("chisels"));
        if (home != null) {
            folders.add(Path.of(home, ".chisels"));
        }
        folders.add(Path.of(SYSTEM));
        return new ScriptFolders(folders);
    }

    /**
     * The file of a script: a path as it is given, with or without {@code .lua}, or a name in one
     * of the folders.
     */
    public @Nullable Path find(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            return null;
        }
        try {
            for (String file : List.of(name + ENDING, name)) {
                Path given = Path.of(file);
                if (isPath(name) && Files.isRegularFile(given)) {
                    return given;
                }
            }
            return isPath(name) ? null : inFolders(name);
        } catch (InvalidPathException e) {
            // What is no path is no script's.
            return null;
        }
    }

    /** Whether a name says by itself that it is a script: a path, or a file's name. */
    public static boolean isPath(String name) {
        return name.indexOf('/') >= 0 || name.endsWith(ENDING);
    }

    private @Nullable Path inFolders(String name) {
        for (Path folder : folders) {
            Path file = folder.resolve(name + ENDING);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    /**
     * The files that may be scripts, by the names that {@link #find} finds them by; the first
     * folder that has a name counts. Libraries and views are among them.
     *
     * @param most how many at most
     */
    public SortedMap<String, Path> all(int most) {
        SortedMap<String, Path> all = new TreeMap<>();
        for (Path folder : folders) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
                for (Path file : files) {
                    if (all.size() < most && Files.isRegularFile(file)) {
                        all.putIfAbsent(Chisel.name(file), file);
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                // A folder that is not there, or not for everybody, has no scripts for this user.
            }
        }
        return all;
    }

    /** The file of a library that a script requires; a dot in its name stands for a slash. */
    @Nullable Path library(String name, @Nullable Path beside) {
        if (name.isEmpty() || name.startsWith("/") || name.contains("..")) {
            return null;
        }
        String file = name.replace('.', '/') + ENDING;
        List<Path> all = new ArrayList<>(folders);
        if (beside != null) {
            all.addFirst(beside);
        }
        try {
            for (Path folder : all) {
                Path candidate = folder.resolve(file);
                if (Files.isRegularFile(candidate)) {
                    return candidate;
                }
            }
        } catch (InvalidPathException e) {
            // What is no path is no library's.
            return null;
        }
        return null;
    }

    /** A script's text. */
    static byte[] read(Path file) throws LuaException {
        try {
            if (Files.size(file) > LONGEST) {
                throw new LuaException(file + " is longer than a script may be");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LuaException("cannot read " + file + ": " + e.getMessage());
        }
    }
}
