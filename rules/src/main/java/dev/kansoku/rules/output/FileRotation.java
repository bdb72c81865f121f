// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * When a file of alerts makes way for a new one, and what becomes of it.
 *
 * @param bytes that a file may have, 0 for any
 * @param every how long one is written to, nothing for always
 * @param keep how many older files stay: FILE.1 is the newest of them
 */
record FileRotation(long bytes, Duration every, int keep) {
    boolean isDue(long size, long more, long ageMillis) {
        return size > 0
                && ((bytes > 0 && size + more > bytes)
                        || (every.isPositive() && ageMillis >= every.toMillis()));
    }

    /** Moves each file to the next number; the last one goes. */
    void move(Path file) throws IOException {
        if (keep == 0) {
            Files.deleteIfExists(file);
            return;
        }
        for (int number = keep - 1; number >= 0; number--) {
            Path from = number == 0 ? file : numbered(file, number);
            if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(from, numbered(file, number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path numbered(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
