// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.capture.CaptureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory the machine has. */
public final class Memory {
    private static final Path FILE = Path.of("/proc/meminfo");
    private static final String TOTAL = "MemTotal:";

    private Memory() {}

    /** All memory that the kernel manages, in bytes. */
    public static long total() throws CaptureException {
        try {
            for (String line : Files.readAllLines(FILE)) {
                if (line.startsWith(TOTAL)) {
                    String number = line.substring(TOTAL.length()).replace("kB", "").strip();
                    return Long.parseLong(number) << 10;
                }
            }
            throw new CaptureException(FILE + " has no line " + TOTAL);
        } catch (IOException | NumberFormatException e) {
            throw new CaptureException("cannot read the size of the memory from " + FILE, e);
        }
    }
}
