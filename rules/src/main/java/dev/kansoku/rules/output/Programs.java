// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;

/**
 * Programs of the user. A command is run by {@code sh} as the user wrote it; what an alert says
 * reaches it by its standard input alone, never as a part of the command. Its output and errors go
 * where Kansoku's go.
 */
final class Programs {
    private Programs() {}

    static Process start(String command) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Ends a program and what it started. */
    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** The first word of a command, which says what it is without saying all. */
    static String name(String command) {
        String[] words = command.strip().split("\\s+", 2);
        return words[0];
    }
}
