// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.TimePattern;
import dev.kansoku.cli.option.TimePoint;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --arm} asks for.
 *
 * @param trigger what is recorded around
 * @param beforeNanos how much of what came before is recorded
 * @param afterNanos how much of what comes after
 * @param memory how many bytes of events are kept in memory at most, a power of two
 */
public record FlightRequest(WrittenFilter trigger, long beforeNanos, long afterNanos, int memory) {
    /**
     * How much is kept and written; the files are as many and as large as the matches make them.
     */
    public FlightLimits limits() {
        return new FlightLimits(beforeNanos, memory, Integer.MAX_VALUE, Long.MAX_VALUE, false);
    }

    private static final long NANOS = 1_000_000_000L;
    private static final long BEFORE = 30 * NANOS;
    private static final long AFTER = 10 * NANOS;
    private static final int MEMORY_MIB = 64;
    private static final int MOST_MIB = 1024;

    /** What is asked for, or null where nothing is. */
    public static @Nullable FlightRequest read(Arguments arguments) throws UsageException {
        String trigger = arguments.value("arm");
        if (trigger == null) {
            for (String option : List.of("before", "after", "arm-memory")) {
                if (arguments.has(option)) {
                    throw new UsageException("option --" + option + " goes with --arm FILTER");
                }
            }
            return null;
        }
        if (!arguments.has("write")) {
            throw new UsageException("option --arm needs -w FILE, which says where to record");
        }
        if (arguments.has("merge")) {
            throw new UsageException("option --arm is for one system's events, not for --merge");
        }
        return new FlightRequest(
                new WrittenFilter(trigger, null, arguments.value("macros")),
                span(arguments, "before", BEFORE),
                span(arguments, "after", AFTER),
                memory(arguments));
    }

    /**
     * The name of a recording: with the match's time in it where it has place for that, else with a
     * number.
     *
     * @param base what stands behind {@code -w}
     * @param number of the recording, from 1
     * @param timestamp of the match, nanoseconds since the epoch
     */
    public static String fileName(String base, int number, long timestamp) {
        if (base.indexOf('%') >= 0) {
            return TimePattern.format(
                    base, Instant.ofEpochSecond(0, timestamp).atZone(ZoneId.systemDefault()));
        }
        int dot = base.indexOf('.', base.lastIndexOf('/') + 2);
        return dot < 0
                ? base + "-" + number
                : base.substring(0, dot) + "-" + number + base.substring(dot);
    }

    private static long span(Arguments arguments, String option, long usual) throws UsageException {
        String text = arguments.value(option);
        return text == null ? usual : TimePoint.span(option, text);
    }

    private static int memory(Arguments arguments) throws UsageException {
        long mib =
                arguments.has("arm-memory")
                        ? arguments.number("arm-memory", 1, MOST_MIB)
                        : MEMORY_MIB;
        return Integer.highestOneBit((int) mib) << 20;
    }
}
