// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.engine.state.StateLimits;
import java.util.List;
import java.util.Locale;

/** Reads how much the state may keep: {@code --limit threads=200000,fds=2M}. */
public final class LimitReader {
    private static final String NAMES =
            "threads, fds, process-fds, containers, container-bytes, text, text-bytes";
    private static final long MOST = 1L << 40;

    private LimitReader() {}

    /**
     * @param lists names and numbers, with commas between; a later one wins
     */
    public static StateLimits read(List<String> lists) throws UsageException {
        StateLimits limits = StateLimits.DEFAULT;
        for (String list : lists) {
            for (String word : list.split(",", -1)) {
                int equals = word.indexOf('=');
                if (equals < 0) {
                    throw new UsageException(
                            "option --limit takes NAME=N, not \""
                                    + word
                                    + "\"; names are "
                                    + NAMES);
                }
                limits = with(limits, word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return limits;
    }

    private static StateLimits with(StateLimits limits, String name, String number)
            throws UsageException {
        long value = number(name, number);
        try {
            return switch (name) {
                case "threads" -> limits.withThreads(whole(value));
                case "fds" -> limits.withFds(limits.fdsPerProcess(), whole(value));
                case "process-fds" -> limits.withFds(whole(value), limits.fds());
                case "containers" -> limits.withContainers(whole(value), limits.containerBytes());
                case "container-bytes" -> limits.withContainers(limits.containers(), value);
                case "text" -> limits.withText(whole(value), limits.textBytes());
                case "text-bytes" -> limits.withText(limits.longestText(), value);
                default ->
                        throw new UsageException(
                                "option --limit knows no \"" + name + "\"; names are " + NAMES);
            };
        } catch (IllegalArgumentException e) {
            throw new UsageException("option --limit " + name + "=" + number + ": too small");
        }
    }

    private static int whole(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** A number, which may end in K, M or G: 1024 of the one before. */
    private static long number(String name, String text) throws UsageException {
        String upper = text.toUpperCase(Locale.ROOT);
        int unit = upper.isEmpty() ? -1 : "KMG".indexOf(upper.charAt(upper.length() - 1));
        String digits = unit < 0 ? upper : upper.substring(0, upper.length() - 1);
        return Arguments.number("limit " + name, digits, 0, MOST >> 10 * (unit + 1))
                << 10 * (unit + 1);
    }
}
