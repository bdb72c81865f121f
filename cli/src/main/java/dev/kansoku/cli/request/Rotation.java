// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.option.TimePattern;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When a recording goes on in a new file; a limit of 0 is none.
 *
 * @param bytes the size beyond which the next event begins a new file
 * @param seconds by the time of the events
 * @param events how many a file holds
 * @param files how many files there are; the oldest makes way for the next. 0 for any number
 */
public record Rotation(long bytes, long seconds, long events, int files) {
    public static final Rotation NONE = new Rotation(0, 0, 0, 0);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Whether there may be more than one file. */
    public boolean happens() {
        return (bytes | seconds | events) != 0;
    }

    /**
     * Whether a file is full.
     *
     * @param size how many bytes it has
     * @param head how many of them tell what there was at its beginning: a file has at least as
     *     many for what happened
     * @param count how many events it has
     * @param nanos how far the next event is behind its first
     */
    public boolean isFull(long size, long head, long count, long nanos) {
        return (bytes > 0 && size > bytes && size >= 2 * head)
                || (events > 0 && count >= events)
                || (seconds > 0 && nanos >= seconds * NANOS_PER_SECOND);
    }

    /**
     * The name of a file, as sysdig makes it.
     *
     * @param base what stands behind {@code -w}
     * @param index the file's place in the ring, or its number
     * @param timestamp of its first event, nanoseconds since the epoch
     */
    public String name(String base, int index, long timestamp) {
        if (events > 0) {
            return base + index;
        }
        StringBuilder name = new StringBuilder(base);
        if (seconds > 0) {
            name.setLength(0);
            name.append(
                    base.indexOf('%') >= 0
                            ? TimePattern.format(base, time(timestamp))
                            : base + index);
        }
        if (bytes > 0) {
            String digits = Integer.toString(index);
            int width = files == 0 ? 0 : Integer.toString(files).length();
            name.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
        }
        return name.toString();
    }

    private static ZonedDateTime time(long timestamp) {
        return Instant.ofEpochSecond(0, timestamp).atZone(ZoneId.systemDefault());
    }

    /** What is wrong with the letters of a name that has times in it, null for nothing. */
    @Nullable String complaint(String base) {
        return seconds > 0 && base.indexOf('%') >= 0 ? TimePattern.complaint(base) : null;
    }
}
