// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.TimePoint;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A capture, or what happened in it between two moments: {@code FILE} or {@code FILE@FROM..TO}, of
 * which either moment may be left out. Both are included.
 *
 * @param from where the part begins; null for the beginning
 * @param to where it ends; null for the end
 */
public record CapturePart(String file, @Nullable TimePoint from, @Nullable TimePoint to) {
    private static final String JOINT = "..";

    /** Reads a word of the command line. A file of exactly this name is meant first. */
    public static CapturePart read(String word) throws UsageException {
        int at = word.lastIndexOf('@');
        int joint = word.indexOf(JOINT, at + 1);
        if (at <= 0 || joint < 0 || isFile(word)) {
            return new CapturePart(word, null, null);
        }
        return new CapturePart(
                word.substring(0, at),
                point("from", word.substring(at + 1, joint)),
                point("to", word.substring(joint + JOINT.length())));
    }

    private static boolean isFile(String word) {
        try {
            return Files.exists(Path.of(word));
        } catch (InvalidPathException e) {
            // Nor is it then a file's name without its moments, which reading tells.
            return false;
        }
    }

    private static @Nullable TimePoint point(String option, String text) throws UsageException {
        return text.isBlank() ? null : TimePoint.read(option, text, ZoneId.systemDefault());
    }

    /** Whether it is less than the whole. */
    public boolean isPart() {
        return from != null || to != null;
    }

    /**
     * Whether a moment is before, in or behind the part: -1, 0 or 1.
     *
     * @param time nanoseconds since the epoch
     * @param first those of the capture's first event
     */
    public int place(long time, long first) {
        if (from != null && time < from.in(first)) {
            return -1;
        }
        return to != null && time > to.in(first) ? 1 : 0;
    }
}
