// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The captures that lie beside the project, where they do. */
final class SharedCaptures {
    private SharedCaptures() {}

    /** All of them, in the order of their names; empty where the folder is absent. */
    static List<Path> all() throws IOException {
        Path folder = folder();
        if (folder == null) {
            System.out.println("skipped: no shared/captures beside the project");
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().contains(".scap"))
                    .sorted()
                    .toList();
        }
    }

    static @Nullable Path folder() {
        String told = System.getProperty("kansoku.shared");
        if (told != null) {
            return Path.of(told, "captures");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path captures = at.resolveSibling("shared").resolve("captures");
            if (Files.isDirectory(captures)) {
                return captures;
            }
        }
        return null;
    }

    /** The folder of a capture's goldens. */
    static Path goldens(Path capture) {
        String name = capture.getFileName().toString();
        return capture.resolveSibling(name.substring(0, name.indexOf(".scap")));
    }
}
