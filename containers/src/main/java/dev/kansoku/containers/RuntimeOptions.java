// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import java.nio.file.Path;
import java.util.List;

/**
 * Where runtimes are looked for.
 *
 * @param hostRoot where the machine's root directory is seen: {@code /}, or such as {@code /host}
 *     for an agent that runs in a container itself
 * @param sockets sockets to ask beside the usual ones, under no other root
 */
public record RuntimeOptions(Path hostRoot, List<Path> sockets) {
    public static final RuntimeOptions DEFAULT = new RuntimeOptions(Path.of("/"), List.of());

    public RuntimeOptions {
        sockets = List.copyOf(sockets);
    }

    /** A path of the machine as it is seen here. */
    public Path onHost(String absolute) {
        return hostRoot.resolve(absolute.substring(1));
    }
}
