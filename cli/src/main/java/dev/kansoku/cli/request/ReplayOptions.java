// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.TimePoint;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How captures are replayed.
 *
 * @param follow whether to wait for more where the capture ends
 * @param merge whether all are read at the same time, by the time of their events
 * @param from what is shown begins here; null for the beginning
 * @param to it ends here; null for the end
 * @param last only what is so many nanoseconds before the last event, or more, is shown; -1 for all
 * @param fromEvent the number of the first event that is shown
 * @param threads how many threads write lines
 */
public record ReplayOptions(
        boolean follow,
        boolean merge,
        @Nullable TimePoint from,
        @Nullable TimePoint to,
        long last,
        long fromEvent,
        int threads) {
    private static final int MOST_THREADS = 64;

    private static final List<String> SPAN = List.of("from", "to", "last", "from-event");

    /** The options that only a replay takes. */
    public static final List<String> NAMES =
            List.of("follow", "merge", "from", "to", "last", "from-event", "threads");

    static final ReplayOptions DEFAULT = new ReplayOptions(false, false, null, null, -1, 0, 1);

    public static ReplayOptions read(Arguments arguments) throws UsageException {
        boolean follow = arguments.has("follow");
        boolean merge = arguments.has("merge");
        List<String> files = arguments.all("read");
        if (follow && (files.size() != 1 || files.contains("-"))) {
            throw new UsageException(
                    "option --follow takes one file of -r that is still being written; standard"
                            + " input is followed without it");
        }
        if (merge && files.size() < 2) {
            throw new UsageException("option --merge takes several captures: -r A -r B");
        }
        String last = arguments.value("last");
        if (last != null && (follow || files.contains("-") || arguments.has("from"))) {
            throw new UsageException(
                    "option --last takes files that are complete, and no --from: it counts from"
                            + " their end");
        }
        return new ReplayOptions(
                follow,
                merge,
                point(arguments, "from"),
                point(arguments, "to"),
                last == null ? -1 : TimePoint.span("last", last),
                arguments.has("from-event") ? arguments.number("from-event", 1, Long.MAX_VALUE) : 0,
                arguments.has("threads") ? (int) arguments.number("threads", 1, MOST_THREADS) : 1);
    }

    private static @Nullable TimePoint point(Arguments arguments, String option)
            throws UsageException {
        String text = arguments.value(option);
        return text == null ? null : TimePoint.read(option, text, ZoneId.systemDefault());
    }

    /** Whether only a part is shown. */
    public boolean isPart() {
        return from != null || to != null || last >= 0 || fromEvent > 0;
    }
}
