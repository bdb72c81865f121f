// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What this process is called by ps, by pkill, and by rules that watch over agents: without more it
 * would be the virtual machine's name.
 */
public final class ProcessName {
    /** The name of the process's first thread, which stands for the process. */
    private static final Path NAME = Path.of("/proc/self/comm");

    private ProcessName() {}

    /** Takes a name, of which Linux keeps 15 bytes. */
    public static void take(String name) {
        if (!Files.isWritable(NAME)) {
            return; // no Linux, or no /proc
        }
        try {
            Files.writeString(NAME, name, StandardOpenOption.WRITE);
        } catch (IOException _) {
            // It stays "java", and works as well.
        }
    }
}
