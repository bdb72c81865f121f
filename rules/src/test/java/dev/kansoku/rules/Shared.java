// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What lies beside the project: rule files and captures that are no part of it. */
public final class Shared {
    private Shared() {}

    /** A folder of it; the test is skipped, saying so, where there is none. */
    public static Path folder(String name) {
        Path root = Path.of(System.getProperty("kansoku.shared", "")).toAbsolutePath();
        while (root != null && !Files.isDirectory(root.resolve("shared/captures"))) {
            root = root.getParent();
        }
        Path folder = root == null ? Path.of(name) : root.resolve("shared").resolve(name);
        if (!Files.isDirectory(folder)) {
            System.out.println("skipped: ../shared/" + name + " is absent");
            Assumptions.abort(folder + " is absent");
        }
        return folder;
    }
}
