// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the captures and their golden outputs are, if they are. */
final class Shared {
    private Shared() {}

    static @Nullable Path folder() {
        String given = System.getProperty("kansoku.shared");
        if (given != null) {
            return Path.of(given);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path shared = at.resolve("shared");
            if (Files.isDirectory(shared.resolve("captures"))) {
                return shared;
            }
        }
        System.out.println("skipped: no ../shared beside the project");
        return null;
    }
}
