// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.golden;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The captures that lie beside the project, and what real tools print of them. */
public final class Captures {
    /**
     * Captures of the generation with enters and exits; {@code bench} is known to its first part.
     */
    public static final List<String> ALL =
            List.of(
                    "web",
                    "shell",
                    "files",
                    "net",
                    "procs",
                    "502Error",
                    "curl_google",
                    "curl_google_comments",
                    "test_ipv6_client",
                    "cat_write",
                    "connect_localhost",
                    "open-multiple-files",
                    "syscall",
                    "empty",
                    "bench");

    private static final @Nullable Path ROOT = root();

    private Captures() {}

    private static @Nullable Path root() {
        String given = System.getProperty("kansoku.shared");
        if (given != null) {
            return Path.of(given, "captures");
        }
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path captures = at.resolveSibling("shared").resolve("captures");
            if (Files.isDirectory(captures)) {
                return captures;
            }
            at = at.getParent();
        }
        System.out.println("no captures lie beside the project: golden tests have no cases");
        return null;
    }

    public static boolean present() {
        return ROOT != null;
    }

    /** The capture's file, or null where it is absent. */
    public static @Nullable Path file(String name) {
        if (ROOT == null) {
            return null;
        }
        for (String end : List.of(".scap.gz", ".scap")) {
            Path file = ROOT.resolve(name + end);
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }

    /** What a tool printed, the first of these files that there is; null where there is none. */
    public static @Nullable List<String> golden(String capture, String... files)
            throws IOException {
        for (String file : files) {
            Path path = ROOT == null ? null : ROOT.resolve(capture).resolve(file);
            if (path != null && Files.exists(path)) {
                return lines(path);
            }
        }
        return null;
    }

    /**
     * Lines end at LF alone; a byte that is not UTF-8 is kept as Latin-1, as {@link #line} does.
     */
    private static List<String> lines(Path path) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(path), 1 << 16),
                                StandardCharsets.ISO_8859_1),
                        1 << 16)) {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
            if (!line.isEmpty()) {
                lines.add(line.toString());
            }
        }
        return lines;
    }
}
