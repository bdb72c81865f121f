// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import java.nio.file.Path;

/** What a shell finds under a command's name. */
public sealed interface CommandResolution {
    /** A file that may be executed. */
    record Found(Path file) implements CommandResolution {}

    /** There is no such file; a shell's exit status is 127. */
    record NotFound(String message) implements CommandResolution {}

    /** There is one, but it cannot be executed; a shell's exit status is 126. */
    record NotExecutable(String message) implements CommandResolution {}
}
