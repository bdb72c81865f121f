// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.engine.state.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folders in which a runtime has one folder or file for each container. Thread-safe. */
final class StateFolders {
    private static final int LARGEST_FILE = 1 << 20;

    /** Containers of one folder, users and namespaces that are looked at. */
    private static final int MOST = 1024;

    private static final int LONGEST_NAME = 255;

    private final RuntimeOptions options;
    private final List<String> patterns;

    /**
     * @param patterns paths on the machine, in which a component {@code *} stands for any
     */
    StateFolders(RuntimeOptions options, String... patterns) {
        this.options = options;
        this.patterns = List.of(patterns);
    }

    @Override
    public String toString() {
        return String.join(", ", patterns);
    }

    /** Those that are there at present. */
    List<Path> present() {
        List<Path> folders = new ArrayList<>();
        for (String pattern : patterns) {
            int star = pattern.indexOf('*');
            if (star < 0) {
                add(options.onHost(pattern), folders);
            } else {
                String below = pattern.substring(Math.min(star + 2, pattern.length()));
                for (Path any : entries(options.onHost(pattern.substring(0, star)))) {
                    add(any.resolve(below), folders);
                }
            }
        }
        return folders;
    }

    private static void add(Path folder, List<Path> into) {
        if (Files.isDirectory(folder)) {
            into.add(folder);
        }
    }

    /** What lies in a folder, nothing where that cannot be read. */
    static List<Path> entries(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) {
                if (entries.size() == MOST) {
                    break;
                }
                entries.add(entry);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return entries; // it went away, or was never there
        }
        return entries;
    }

    /**
     * Whether a folder's word counts: that of a user does for cgroups below the user's own slice
     * alone, since the user may write anything.
     */
    static boolean mayTell(Path folder, ContainerId id) {
        int parts = folder.getNameCount();
        boolean ofUser = parts >= 3 && folder.getName(parts - 3).toString().equals("user");
        return !ofUser || id.guess().contains("/user-" + folder.getName(parts - 2) + ".slice/");
    }

    /** Whether a name can be that of an entry, and of nothing above or below. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0
                && !name.equals(".")
                && !name.equals("..");
    }

    /** A file's bytes; null where there is none, or it is none to be read. */
    static byte @Nullable [] read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            return bytes.length > LARGEST_FILE ? null : bytes;
        }
    }
}
